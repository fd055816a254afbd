// What a layer does, with every argument resolved to numbers. One member per layer of the language:
// the tables over `Operation['kind']` in language/layers and runtime make a missing row a type error.
import type { Padding, Pair, Window } from './shape.js';

export type Operation =
  | { readonly kind: 'input' }
  /** Weights [kH, kW, C/groups, filters]. */
  | {
      readonly kind: 'conv';
      readonly filters: number;
      readonly window: Window;
      readonly groups: number;
      readonly bias: boolean;
    }
  /** A convolution of each channel by itself, `multiplier` filters a channel: weights [kH, kW, 1, C*multiplier]. */
  | { readonly kind: 'depthwise'; readonly multiplier: number; readonly window: Window; readonly bias: boolean }
  /**
   * Transposed convolution, the gradient of a `conv` with this window: weights [kH, kW, filters/groups, C]. Its
   * output is (H - 1)*stride - padding + extent + outputPadding high.
   */
  | {
      readonly kind: 'upconv';
      readonly filters: number;
      readonly window: Window;
      readonly outputPadding: Pair;
      readonly groups: number;
      readonly bias: boolean;
    }
  | { readonly kind: 'maxpool'; readonly window: Window }
  /** `countPad`: the divisor counts padded pixels (as PyTorch's count_include_pad, Caffe's AVE). */
  | { readonly kind: 'avgpool'; readonly window: Window; readonly countPad: boolean }
  | { readonly kind: 'global_maxpool' }
  | { readonly kind: 'global_avgpool' }
  /** Flattens what it is given in H, W, C order, then multiplies: weights are [H*W*C, units]. */
  | { readonly kind: 'fc'; readonly units: number; readonly bias: boolean }
  /** `rate`: the fraction dropped in training; survivors are scaled by 1/(1 - rate). */
  | { readonly kind: 'dropout'; readonly rate: number }
  /**
   * Batch normalisation over N, H, W of each channel; `momentum` is the new batch's share in the running mean and
   * (unbiased) variance, which are used in inference.
   */
  | {
      readonly kind: 'bn';
      readonly eps: number;
      readonly momentum: number;
      readonly scale: boolean;
      readonly shift: boolean;
    }
  /** Over the channels of each place, with a learned scale and shift a channel. */
  | { readonly kind: 'layer_norm'; readonly eps: number }
  /** Over H, W and C/groups channels, with a learned scale and shift a channel. */
  | { readonly kind: 'group_norm'; readonly groups: number; readonly eps: number }
  /** Over H and W of each channel of each image; `affine`: then a learned scale and shift a channel. */
  | { readonly kind: 'instance_norm'; readonly eps: number; readonly affine: boolean }
  /**
   * Local response normalisation over neighbouring channels, as Caffe's: x / (k + alpha/size * sum of squares)^beta.
   */
  | {
      readonly kind: 'lrn';
      readonly size: number;
      readonly alpha: number;
      readonly beta: number;
      readonly k: number;
    }
  /** A learned factor per channel, `init` at first. */
  | { readonly kind: 'scale'; readonly init: number }
  | { readonly kind: 'relu' }
  /** min(max(0, x), 6) */
  | { readonly kind: 'relu6' }
  /** x below 0 becomes slope*x */
  | { readonly kind: 'leaky_relu'; readonly slope: number }
  | { readonly kind: 'sigmoid' }
  /** relu6(x + 3)/6 */
  | { readonly kind: 'hard_sigmoid' }
  | { readonly kind: 'tanh' }
  /** The exact one: x*(1 + erf(x/sqrt(2)))/2 */
  | { readonly kind: 'gelu' }
  /** x*sigmoid(x) */
  | { readonly kind: 'swish' }
  /** x*relu6(x + 3)/6 */
  | { readonly kind: 'hard_swish' }
  /** x below 0 becomes alpha*(exp(x) - 1) */
  | { readonly kind: 'elu'; readonly alpha: number }
  /** `elu` with the alpha and the factor that keep mean 0 and variance 1 (Klambauer et al., 2017). */
  | { readonly kind: 'selu' }
  /** log(1 + exp(x)) */
  | { readonly kind: 'softplus' }
  /** x*tanh(softplus(x)) */
  | { readonly kind: 'mish' }
  /** x below 0 becomes slope*x, with a learned slope a channel or, `shared`, one for all. */
  | { readonly kind: 'prelu'; readonly shared: boolean; readonly init: number }
  /** Over channels. A final one is part of the loss and never applied twice. */
  | { readonly kind: 'softmax' }
  /** The sum of two or more inputs of one shape. */
  | { readonly kind: 'add' }
  /** The product of two or more inputs; those of 1x1xC are spread over the places. */
  | { readonly kind: 'mul' }
  /** Two or more inputs side by side on the channels, in order. */
  | { readonly kind: 'concat' }
  | { readonly kind: 'flatten' }
  /** Channel c = g*(C/groups) + i goes to i*groups + g (ShuffleNet). */
  | { readonly kind: 'shuffle'; readonly groups: number }
  /**
   * Every C channels become block x block pixels of C/block^2 channels, in PyTorch's order (pixel_shuffle): channel
   * c*block^2 + i*block + j becomes channel c of pixel (i, j) of the block.
   */
  | { readonly kind: 'depth_to_space'; readonly block: number }
  /** Its inverse (pixel_unshuffle). */
  | { readonly kind: 'space_to_depth'; readonly block: number }
  /** The `index`-th (from 1) of `of` equal shares of the channels. */
  | { readonly kind: 'part'; readonly index: number; readonly of: number }
  /** ResNet's option A: every stride-th place, and zeros for the channels that are new. */
  | { readonly kind: 'shortcut'; readonly filters: number; readonly stride: Pair }
  /** Bilinear as PyTorch's with align_corners=False. */
  | { readonly kind: 'upsample'; readonly factor: Pair; readonly mode: 'nearest' | 'bilinear' }
  | { readonly kind: 'pad'; readonly by: Padding }
  | { readonly kind: 'crop'; readonly by: Padding };

export type Kind = Operation['kind'];

/** The operation of one kind. */
export type OperationOf<K extends Kind> = Extract<Operation, { kind: K }>;
