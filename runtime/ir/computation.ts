// Everything an instruction can compute, with its formula: kernels/ and reference/ have each once.
//
// Layouts: activations are [N, H, W, C] (NHWC), convolution weights [kH, kW, C/groups, F] (HWIO),
// fully connected weights [in, out], vectors [n]; all values are 32-bit floats but labels (u32).
import type { DropoutMask, Epilogue } from './epilogue.js';
import type { Box, NormGroups, PixelBlocks, Product, ResponseNorm, Upsampling, WindowGeometry } from './extents.js';
import type { Pointwise } from './pointwise.js';
import type { Update } from './update.js';

/** What is done to each value of the first output before it is stored, in this order; absent or empty: nothing. */
export interface WithEpilogue {
  readonly epilogue?: readonly Epilogue[];
}

/** Scores of `classes` classes for each row, and what the mean loss is multiplied by. */
export interface LabelledRows {
  readonly rows: number;
  readonly classes: number;
  readonly weight: number;
}

/**
 * What an instruction computes; `inputs` and `outputs` of the instruction follow the order given here, and after its
 * own inputs come those of its epilogue's steps. Every output is overwritten whole, never accumulated into, unless
 * said otherwise.
 */
export type Computation =
  /** [x, weights, bias?] -> [y] */
  | ({ readonly kind: 'conv'; readonly geometry: WindowGeometry; readonly groups: number } & WithEpilogue)
  /**
   * [dy, weights, bias?] -> [dx]. Pixels no window saw get 0. With a bias, one value a channel of dx that is added to
   * it, this is the forward of a transposed convolution: its geometry's `input` is then the larger image, which is
   * made.
   */
  | ({
      readonly kind: 'conv-input-gradient';
      readonly geometry: WindowGeometry;
      readonly groups: number;
    } & WithEpilogue)
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'conv-weight-gradient'; readonly geometry: WindowGeometry; readonly groups: number }
  /** [dy] -> [dbias]: the sum over everything but the last axis of [rows, channels]. */
  | { readonly kind: 'bias-gradient'; readonly rows: number; readonly channels: number }
  /** [x] -> [y]; padding never wins, and a window that sees nothing but padding gives 0. */
  | ({ readonly kind: 'maxpool'; readonly geometry: WindowGeometry } & WithEpilogue)
  /** [x, y, dy] -> [dx]; of equal maxima the first in row order takes the gradient, as in PyTorch. */
  | ({ readonly kind: 'maxpool-gradient'; readonly geometry: WindowGeometry } & WithEpilogue)
  /**
   * [x] -> [y]: the sum over the pixels a window sees, divided by how many places it has: with `countPad` those in the
   * image and its padding (but not those that `ceil` lets hang over it), else those in the image alone; none gives 0.
   */
  | ({ readonly kind: 'avgpool'; readonly geometry: WindowGeometry; readonly countPad: boolean } & WithEpilogue)
  /** [dy] -> [dx] */
  | ({
      readonly kind: 'avgpool-gradient';
      readonly geometry: WindowGeometry;
      readonly countPad: boolean;
    } & WithEpilogue)
  /** [x] -> [y] */
  | ({ readonly kind: 'pointwise'; readonly size: number; readonly function: Pointwise } & WithEpilogue)
  /** [x or y, dy] -> [dx]: `derivativeReads` (pointwise.ts) says which of them. */
  | ({ readonly kind: 'pointwise-gradient'; readonly size: number; readonly function: Pointwise } & WithEpilogue)
  /** [x, slopes] -> [y] of [rows, channels]: y = x where x is above 0, else slopes[c]*x. */
  | ({ readonly kind: 'prelu'; readonly rows: number; readonly channels: number } & WithEpilogue)
  /** [x, dy, slopes] -> [dx]: dx = dy where x is above 0, else slopes[c]*dy. */
  | ({ readonly kind: 'prelu-input-gradient'; readonly rows: number; readonly channels: number } & WithEpilogue)
  /** [x, dy] -> [dslopes]: by channel the sum of x*dy over the rows where x is not above 0. */
  | { readonly kind: 'prelu-slope-gradient'; readonly rows: number; readonly channels: number }
  /** [x, weights, bias?] -> [y]: y[n, o] = sum over i of x[n, i]*w[i, o] */
  | ({ readonly kind: 'fc'; readonly batch: number; readonly inputs: number; readonly units: number } & WithEpilogue)
  /** [dy, weights] -> [dx] */
  | ({
      readonly kind: 'fc-input-gradient';
      readonly batch: number;
      readonly inputs: number;
      readonly units: number;
    } & WithEpilogue)
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'fc-weight-gradient'; readonly batch: number; readonly inputs: number; readonly units: number }
  /** [x] -> [y]; value i of the whole batch is kept, times 1/(1 - rate), when `dropoutKeep` says so (random.ts). */
  | ({ readonly kind: 'dropout'; readonly size: number } & DropoutMask & WithEpilogue)
  /** [dy] -> [dx], with the same choice */
  | ({ readonly kind: 'dropout-gradient'; readonly size: number } & DropoutMask & WithEpilogue)
  /** [x] -> [y] over the last axis of [rows, channels] */
  | { readonly kind: 'softmax'; readonly rows: number; readonly channels: number }
  /** [y, dy] -> [dx] */
  | { readonly kind: 'softmax-gradient'; readonly rows: number; readonly channels: number }
  /**
   * [logits, labels] -> [metrics, dlogits?], a label for each row of [rows, classes]: an image's, or a pixel's. Mean
   * softmax cross-entropy over the rows times `weight`; metrics is [2]: the sum of the rows' losses (unweighted) and
   * the number of rows whose first largest logit is the label. The gradient is that of the mean, `weight*(softmax -
   * onehot)/rows`, times `lossScale` of the settings: divided by the labels that count. Labels from `ignoredLabel` on,
   * which `noImage` is too, add to neither, and their rows' gradient is 0. With `smoothing` s the target is (1 -
   * s)*onehot + s/classes in place of the one-hot.
   */
  | ({ readonly kind: 'cross-entropy'; readonly smoothing: number } & LabelledRows)
  /**
   * [y, labels] -> [metrics, dy?]. Likewise, a row's loss being the mean over its values of (y - onehot)^2 and the
   * gradient weight*2*(y - onehot)/(rows*classes).
   */
  | ({ readonly kind: 'mse' } & LabelledRows)
  /**
   * [y, labels] -> [metrics, dy?]. Likewise, of |y - onehot|, and the gradient weight*sign(y - onehot)/(rows*classes).
   */
  | ({ readonly kind: 'mae' } & LabelledRows)
  /**
   * [y, target, labels] -> [metrics, dy?] of images of `size` values. An image's loss is the mean over its values of
   * |y - target|^power; metrics is [2]: the sum of the images' losses (unweighted) and of their peak signal-to-noise
   * ratios `10*log10(1/max(1e-10, mean square error))` in dB. The gradient is that of the mean over the batch, times
   * `weight` and `lossScale`. An image whose label is `noImage` adds to neither, and its gradient is 0.
   */
  | {
      readonly kind: 'image-error';
      readonly power: 1 | 2;
      readonly batch: number;
      readonly size: number;
      readonly weight: number;
    }
  /**
   * [a, b, ...] -> [a + b + ...], two at least; also where a tensor has several readers, whose gradients are summed.
   */
  | ({ readonly kind: 'add'; readonly size: number } & WithEpilogue)
  /** [a, b] -> [y]: y[n, p, c] = a[n, p, c]*b[n, p, c], or b[n, c] where `spread`. */
  | ({ readonly kind: 'mul' } & Product & WithEpilogue)
  /** [a, dy] -> [db] of a spread b: db[n, c] = sum over p of a[n, p, c]*dy[n, p, c]; `spread` is true. */
  | ({ readonly kind: 'mul-spread-gradient' } & Product)
  /** [a, b, ...] -> [y]: side by side on the last axis of [rows, channels[i]]. */
  | { readonly kind: 'concat'; readonly rows: number; readonly channels: readonly number[] }
  /** [x] -> [y], a piece of it or it among zeros: see `Box`. */
  | ({ readonly kind: 'copy' } & Box)
  /**
   * [dy] -> [dx], of the same box: each value went to one place at most, and 0 is the gradient of those that went
   * nowhere.
   */
  | ({ readonly kind: 'copy-gradient' } & Box)
  /**
   * [x] -> [y]: y[r, i*groups + g] = x[r, g*(channels/groups) + i]. With channels/groups for groups it is its own
   * inverse.
   */
  | { readonly kind: 'shuffle'; readonly rows: number; readonly channels: number; readonly groups: number }
  /** [deep] -> [wide]; the gradient of the next. */
  | ({ readonly kind: 'depth-to-space' } & PixelBlocks)
  /** [wide] -> [deep]; the gradient of the last. */
  | ({ readonly kind: 'space-to-depth' } & PixelBlocks)
  /** [x] -> [y] */
  | ({ readonly kind: 'upsample' } & Upsampling)
  /** [dy] -> [dx] */
  | ({ readonly kind: 'upsample-gradient' } & Upsampling)
  /** [x] -> [y]: y = x/d^beta, d = k + alpha/size * sum of x^2 over the neighbours there are. */
  | ({ readonly kind: 'lrn' } & ResponseNorm)
  /**
   * [x, y, dy] -> [dx]: dx[i] = dy[i]/d[i]^beta - 2*alpha*beta/size * x[i] * sum over neighbours j of dy[j]*y[j]/d[j]
   */
  | ({ readonly kind: 'lrn-gradient' } & ResponseNorm)
  /** [x] -> [mean, variance]; the variance is the biased one: the mean square distance from the mean. */
  | ({ readonly kind: 'moments' } & NormGroups)
  /** [x, mean, variance, scale?, shift?] -> [y]: y = (x - mean)/sqrt(variance + eps)*scale[c] + shift[c] */
  | ({
      readonly kind: 'normalise';
      readonly eps: number;
      readonly scale: boolean;
      readonly shift: boolean;
    } & NormGroups &
      WithEpilogue)
  /**
   * [x, dy, mean, variance] -> [dscale, dshift]: by channel the sums of dy*xhat and of dy, xhat = (x -
   * mean)/sqrt(variance + eps).
   */
  | ({ readonly kind: 'normalise-parameter-gradients'; readonly eps: number } & NormGroups)
  /**
   * [x, dy, mean, variance, dscale, dshift, scale?] -> [dx], for statistics of whole channels (batch 1, groups =
   * channels): dx = scale/sqrt(variance + eps)*(dy - dshift/m - xhat*dscale/m), m = places.
   */
  | ({ readonly kind: 'batch-norm-input-gradient'; readonly eps: number } & NormGroups)
  /**
   * [x, dy, mean, variance, scale?] -> [dx], for any groups: dx = (g - mean(g) - xhat*mean(g*xhat))/sqrt(variance +
   * eps), g = scale*dy, means over the group.
   */
  | ({ readonly kind: 'group-norm-input-gradient'; readonly eps: number } & NormGroups)
  /**
   * [whole] -> [part]: of a batch of `whole` values those of the micro-batch, `size` values from its first image
   * on. An image has `image` values.
   */
  | {
      readonly kind: 'take-micro-batch';
      readonly size: number;
      readonly whole: number;
      readonly image: number;
      readonly values: 'f32' | 'u32';
    }
  /** [sums, term] -> [sums], in place: sums = sums + term, or in the first micro-batch sums = term. */
  | { readonly kind: 'accumulate'; readonly size: number }
  /**
   * [running, current] -> [running], in place: running = (1 - share)*running + share*factor*current. The factor makes a
   * biased variance unbiased, n/(n - 1) over n places: in a partial batch it is `unbiasedFactor` of its own `places`.
   */
  | {
      readonly kind: 'running-average';
      readonly size: number;
      readonly share: number;
      readonly factor: number;
      readonly unbiased?: Pick<NormGroups, 'places' | 'imagePlaces'>;
    }
  /**
   * [sums?, ...gradients] -> [sums], in place where `running`: value i of `sums`, of `squareSums` values, grows by the
   * squares of the gradients' values whose index is i modulo that number, or begins with them.
   */
  | { readonly kind: 'square-sums'; readonly sizes: readonly number[]; readonly running: boolean }
  /** [sums] -> [factor]: min(1, limit/(sqrt(sum of the sums) + 1e-6)), what gradients are multiplied with. */
  | { readonly kind: 'clip-factor'; readonly limit: number }
  | Update;

/**
 * Values among which the squares of gradients are added up: enough threads for a GPU, few enough for one to add them.
 */
export const squareSums = 4096;

/** Gradients that one `square-sums` reads at most: with their sums as many buffers as every adapter can bind. */
export const mostSquared = 7;

export type ComputationKind = Computation['kind'];
export type ComputationOf<K extends ComputationKind> = Extract<Computation, { kind: K }>;
