// A network's work as data: which tensors exist, and which instructions, in which order, compute them.
// Made from a graph by program/, placed in memory by plan/, run by kernels/ on WebGPU and by reference/.
//
// Layouts, said once: activations are [N, H, W, C] (NHWC), convolution weights [kH, kW, C/groups, F] (HWIO),
// fully connected weights [in, out], vectors [n]; all values are 32-bit floats but labels (u32).
import type { Pair, Window } from '../../language/graph/index.js';
import type { Dropped, Epilogue } from './epilogue.js';
import type { Pointwise } from './pointwise.js';

export type { Epilogue } from './epilogue.js';
export type { Pointwise } from './pointwise.js';

/** What a tensor is for; the memory figures are summed by it. */
export type Role =
  | 'images'
  | 'labels'
  | 'parameter'
  | 'parameter-gradient'
  | 'optimizer-state'
  /** A running mean or variance: kept from step to step, but not learned (PyTorch calls it a buffer). */
  | 'statistic'
  | 'activation'
  | 'activation-gradient'
  | 'workspace'
  | 'metrics';

export interface ProgramTensor {
  /** Its index in `Program.tensors`. */
  readonly id: number;
  /** For people and tests: `conv.2/weights`, `conv.2/weights/gradient`, `conv.2/output`, `images`. */
  readonly name: string;
  readonly role: Role;
  readonly shape: readonly number[];
  readonly type: 'f32' | 'u32';
}

/** The images' sizes an instruction works on: [N, H, W, C]. */
export type Extents = readonly [batch: number, height: number, width: number, channels: number];

/** The window of a convolution or pooling with the extents it maps between. */
export interface WindowGeometry {
  readonly window: Window;
  readonly input: Extents;
  readonly output: Extents;
}

/**
 * Values [batch, places, channels] in `groups` of neighbouring channels. A normalisation takes its mean and variance over
 * the places and channels of each group of each batch entry: statistics are [batch, groups].
 */
export interface NormGroups {
  readonly batch: number;
  readonly places: number;
  readonly channels: number;
  readonly groups: number;
}

/** Which value of `input` goes to [n, i, j, c] of `output`: [n, i*stride + offset, j*stride + offset, c + channel]. */
export interface Box {
  readonly input: Extents;
  readonly output: Extents;
  readonly stride: Pair;
  /** May be negative: places outside the input give 0. */
  readonly offset: Pair;
  /** The input channel of output channel 0; may be negative. */
  readonly channel: number;
}

/** Whole factors between the sides of two images. `bilinear` is PyTorch's with align_corners=False. */
export interface Upsampling {
  readonly mode: 'nearest' | 'bilinear';
  readonly factor: Pair;
  readonly input: Extents;
  readonly output: Extents;
}

/** Response normalisation over `size` (odd) neighbours among the channels of [rows, channels]. */
export interface ResponseNorm {
  readonly rows: number;
  readonly channels: number;
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** Products of [batch, places, channels] and [batch, places, channels], or [batch, channels] where `spread`. */
export interface Product {
  readonly batch: number;
  readonly places: number;
  readonly channels: number;
  readonly spread: boolean;
}

/** What is done to each value of the first output before it is stored, in this order; absent or empty: nothing. */
export interface Finished {
  readonly epilogue?: readonly Epilogue[];
}

/**
 * What an instruction computes; `inputs` and `outputs` of the instruction follow the order given here, and after its own
 * inputs come those of its epilogue's steps. Every output is overwritten whole, never accumulated into, unless said
 * otherwise.
 */
export type Computation =
  /** [x, weights, bias?] -> [y] */
  | ({ readonly kind: 'conv'; readonly geometry: WindowGeometry; readonly groups: number } & Finished)
  /**
   * [dy, weights, bias?] -> [dx]. Pixels no window saw get 0. With a bias, one value a channel of dx that is added to it,
   * this is the forward of a transposed convolution: its geometry's `input` is then the larger image, which is made.
   */
  | ({ readonly kind: 'conv-input-gradient'; readonly geometry: WindowGeometry; readonly groups: number } & Finished)
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'conv-weight-gradient'; readonly geometry: WindowGeometry; readonly groups: number }
  /** [dy] -> [dbias]: the sum over everything but the last axis of [rows, channels]. */
  | { readonly kind: 'bias-gradient'; readonly rows: number; readonly channels: number }
  /** [x] -> [y]; padding never wins, and a window that sees nothing but padding gives 0. */
  | ({ readonly kind: 'maxpool'; readonly geometry: WindowGeometry } & Finished)
  /** [x, y, dy] -> [dx]; of equal maxima the first in row order takes the gradient, as in PyTorch. */
  | ({ readonly kind: 'maxpool-gradient'; readonly geometry: WindowGeometry } & Finished)
  /**
   * [x] -> [y]: the sum over the pixels a window sees, divided by how many places it has: with `countPad` those in the
   * image and its padding (but not those that `ceil` lets hang over it), else those in the image alone; none gives 0.
   */
  | ({ readonly kind: 'avgpool'; readonly geometry: WindowGeometry; readonly countPad: boolean } & Finished)
  /** [dy] -> [dx] */
  | ({ readonly kind: 'avgpool-gradient'; readonly geometry: WindowGeometry; readonly countPad: boolean } & Finished)
  /** [x] -> [y] */
  | ({ readonly kind: 'pointwise'; readonly size: number; readonly function: Pointwise } & Finished)
  /** [x or y, dy] -> [dx]: `derivativeReads` (pointwise.ts) says which of them. */
  | ({ readonly kind: 'pointwise-gradient'; readonly size: number; readonly function: Pointwise } & Finished)
  /** [x, weights, bias?] -> [y]: y[n, o] = sum over i of x[n, i]*w[i, o] */
  | ({ readonly kind: 'fc'; readonly batch: number; readonly inputs: number; readonly units: number } & Finished)
  /** [dy, weights] -> [dx] */
  | ({
      readonly kind: 'fc-input-gradient';
      readonly batch: number;
      readonly inputs: number;
      readonly units: number;
    } & Finished)
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'fc-weight-gradient'; readonly batch: number; readonly inputs: number; readonly units: number }
  /** [x] -> [y]; value i of the whole batch is kept, times 1/(1 - rate), when `dropoutKeep` says so (random.ts). */
  | ({ readonly kind: 'dropout'; readonly size: number } & Dropped & Finished)
  /** [dy] -> [dx], with the same choice */
  | ({ readonly kind: 'dropout-gradient'; readonly size: number } & Dropped & Finished)
  /** [x] -> [y] over the last axis of [rows, channels] */
  | { readonly kind: 'softmax'; readonly rows: number; readonly channels: number }
  /** [y, dy] -> [dx] */
  | { readonly kind: 'softmax-gradient'; readonly rows: number; readonly channels: number }
  /**
   * [logits, labels] -> [metrics, dlogits?]. Mean softmax cross-entropy over the batch times `weight`; metrics is
   * [2]: the sum of the images' losses (unweighted) and the number of images whose first largest logit is the label.
   * The gradient is that of the mean, `weight*(softmax - onehot)/batch`, with the whole batch as divisor.
   * A label of `noImage` stands for an empty place in the batch: it adds to neither, and its gradient is 0.
   * With `smoothing` s the target is (1 - s)*onehot + s/classes in place of the one-hot.
   */
  | {
      readonly kind: 'cross-entropy';
      readonly batch: number;
      readonly classes: number;
      readonly weight: number;
      readonly smoothing: number;
    }
  /**
   * [y, labels] -> [metrics, dy?]. Likewise, an image's loss being the mean over its values of (y - onehot)^2 and the
   * gradient weight*2*(y - onehot)/(batch*classes).
   */
  | { readonly kind: 'mse'; readonly batch: number; readonly classes: number; readonly weight: number }
  /** [a, b, ...] -> [a + b + ...], two at least; also where a tensor has several readers, whose gradients are summed. */
  | ({ readonly kind: 'add'; readonly size: number } & Finished)
  /** [a, b] -> [y]: y[n, p, c] = a[n, p, c]*b[n, p, c], or b[n, c] where `spread`. */
  | ({ readonly kind: 'mul' } & Product & Finished)
  /** [a, dy] -> [db] of a spread b: db[n, c] = sum over p of a[n, p, c]*dy[n, p, c]; `spread` is true. */
  | ({ readonly kind: 'mul-spread-gradient' } & Product)
  /** [a, b, ...] -> [y]: side by side on the last axis of [rows, channels[i]]. */
  | { readonly kind: 'concat'; readonly rows: number; readonly channels: readonly number[] }
  /** [x] -> [y], a piece of it or it among zeros: see `Box`. */
  | ({ readonly kind: 'copy' } & Box)
  /** [dy] -> [dx], of the same box: each value went to one place at most, and 0 is the gradient of those that went nowhere. */
  | ({ readonly kind: 'copy-gradient' } & Box)
  /** [x] -> [y]: y[r, i*groups + g] = x[r, g*(channels/groups) + i]. With channels/groups for groups it is its own inverse. */
  | { readonly kind: 'shuffle'; readonly rows: number; readonly channels: number; readonly groups: number }
  /** [x] -> [y] */
  | ({ readonly kind: 'upsample' } & Upsampling)
  /** [dy] -> [dx] */
  | ({ readonly kind: 'upsample-gradient' } & Upsampling)
  /** [x] -> [y]: y = x/d^beta, d = k + alpha/size * sum of x^2 over the neighbours there are. */
  | ({ readonly kind: 'lrn' } & ResponseNorm)
  /** [x, y, dy] -> [dx]: dx[i] = dy[i]/d[i]^beta - 2*alpha*beta/size * x[i] * sum over neighbours j of dy[j]*y[j]/d[j] */
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
      Finished)
  /** [x, dy, mean, variance] -> [dscale, dshift]: by channel the sums of dy*xhat and of dy, xhat = (x - mean)/sqrt(variance + eps). */
  | ({ readonly kind: 'normalise-parameter-gradients'; readonly eps: number } & NormGroups)
  /**
   * [x, dy, mean, variance, dscale, dshift, scale?] -> [dx], for statistics of whole channels (batch 1, groups = channels):
   * dx = scale/sqrt(variance + eps)*(dy - dshift/m - xhat*dscale/m), m = places.
   */
  | ({ readonly kind: 'batch-norm-input-gradient'; readonly eps: number } & NormGroups)
  /**
   * [x, dy, mean, variance, scale] -> [dx], for any groups: dx = (g - mean(g) - xhat*mean(g*xhat))/sqrt(variance + eps),
   * g = scale*dy, means over the group.
   */
  | ({ readonly kind: 'group-norm-input-gradient'; readonly eps: number } & NormGroups)
  /**
   * [whole] -> [part]: of a batch of `whole` values the part that is at hand, `size` values from those of its first image on.
   * An image has `image` values.
   */
  | {
      readonly kind: 'take-part';
      readonly size: number;
      readonly whole: number;
      readonly image: number;
      readonly values: ProgramTensor['type'];
    }
  /** [sums, term] -> [sums], in place: sums = sums + term, or in the first part of a batch sums = term. */
  | { readonly kind: 'accumulate'; readonly size: number }
  /** [running, current] -> [running], in place: running = (1 - share)*running + share*factor*current */
  | { readonly kind: 'running-average'; readonly size: number; readonly share: number; readonly factor: number }
  /**
   * [sums?, ...gradients] -> [sums], in place where `running`: value i of `sums`, of `squareSums` values, grows by the
   * squares of the gradients' values whose index is i modulo that number, or begins with them.
   */
  | { readonly kind: 'square-sums'; readonly sizes: readonly number[]; readonly running: boolean }
  /** [sums] -> [factor]: min(1, limit/(sqrt(sum of the sums) + 1e-6)), what gradients are multiplied with. */
  | { readonly kind: 'clip-factor'; readonly limit: number }
  | Update;

/** Values among which the squares of gradients are added up: enough threads for a GPU, few enough for one to add them. */
export const squareSums = 4096;

/** Gradients that one `square-sums` reads at most: with their sums as many buffers as every adapter can bind. */
export const mostSquared = 7;

/**
 * What an optimizer does to one parameter, in place: [w, dw, ...states] -> [w, ...states], with g = dw + weightDecay*w
 * but for `decoupled` (AdamW), where g = dw and first w = w*(1 - learningRate*weightDecay). The rules are PyTorch's.
 * With `clip`, dw is first shortened: by a `norm` factor, [factor] after the states, or to +-limit of each `value`.
 */
export type Update = UpdateRule & {
  readonly clip?: { readonly kind: 'norm' } | { readonly kind: 'value'; readonly limit: number };
};

type UpdateRule =
  /** States: [v] where momentum > 0, else none. v = momentum*v + g; w = w - learningRate*(nesterov ? g + momentum*v : v) */
  | {
      readonly kind: 'sgd';
      readonly size: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  /** States: [s]. s = s + g^2; w = w - learningRate*g/(sqrt(s) + eps) */
  | { readonly kind: 'adagrad'; readonly size: number; readonly eps: number; readonly weightDecay: number }
  /** States: [s]. s = decay*s + (1 - decay)*g^2; w = w - learningRate*g/(sqrt(s) + eps) */
  | {
      readonly kind: 'rmsprop';
      readonly size: number;
      readonly decay: number;
      readonly eps: number;
      readonly weightDecay: number;
    }
  /**
   * States: [m, s]. m = beta1*m + (1 - beta1)*g; s = beta2*s + (1 - beta2)*g^2; with t = step + 1,
   * w = w - learningRate * m/(1 - beta1^t) / (sqrt(s/(1 - beta2^t)) + eps). In 32 bits 1 - beta2^t wants a series for
   * -(exp(t*ln(beta2)) - 1): at t = 1 the plain difference has lost four digits.
   */
  | {
      readonly kind: 'adam';
      readonly size: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly eps: number;
      readonly weightDecay: number;
      readonly decoupled: boolean;
    };

export type ComputationKind = Computation['kind'];
export type ComputationOf<K extends ComputationKind> = Extract<Computation, { kind: K }>;

export interface Instruction<C extends Computation = Computation> {
  readonly computation: C;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /**
   * The place in `inputs` of the tensor whose memory the first output takes: nothing reads that tensor afterwards, and each of
   * its values is read before, and by the thread that, the output's value at the same place is written. Absent: none.
   */
  readonly inPlace?: number;
  /** The layer's path, for labels and messages; absent for what belongs to none. */
  readonly layer?: string;
}

/** A label that marks an empty place in a batch (the last batch of an evaluation is rarely full). */
export const noImage = 0xffffffff;

/** A parameter tensor, and how it begins. */
export interface Parameter {
  readonly tensor: number;
  /** Absent for a parameter that keeps the values it begins with. */
  readonly gradient: number | undefined;
  /** What the optimizer keeps beside the weight, in the order its update reads it; all begin at 0. */
  readonly states: readonly number[];
  /** Scales begin at 1, biases and shifts at 0; weights are drawn. */
  readonly initial: Initial;
}

export type Initial =
  /** Uniform in +-sqrt(6/fanIn): variance 2/fanIn (He et al., "Delving Deep into Rectifiers", 2015). */
  | { readonly kind: 'he-uniform'; readonly fanIn: number }
  /** Uniform in +-sqrt(6/(fanIn + fanOut)) (Glorot and Bengio, "Understanding the difficulty ...", 2010). */
  | { readonly kind: 'xavier-uniform'; readonly fanIn: number; readonly fanOut: number }
  | { readonly kind: 'constant'; readonly value: number };

/** A tensor that training keeps from step to step beside the parameters, and the value that fills it at first. */
export interface Statistic {
  readonly tensor: number;
  readonly initial: number;
}

/** A training program: one step, and an evaluation, over the same tensors. */
export interface Program {
  readonly name: string;
  /** Images in a step. */
  readonly batch: number;
  /**
   * How many equal parts of the batch are computed one after the other, for less memory: one, unless memory is short. Both
   * schedules are then for one part, but for the step's updates, which come once, after the last (`updatesFrom`).
   */
  readonly parts: number;
  readonly tensors: readonly ProgramTensor[];
  /** Of the whole batch, as are the metrics. */
  readonly images: number;
  readonly labels: number;
  readonly metrics: number;
  /** What the first output's loss looks at, as the evaluation computes it of its last part; readable after it. */
  readonly logits: number;
  readonly parameters: readonly Parameter[];
  /** The running means (at first 0) and variances (at first 1) of batch normalisation, which inference uses. */
  readonly statistics: readonly Statistic[];
  /** Forward, loss, backward, update: in this order, as one submission. */
  readonly step: readonly Instruction[];
  /** Forward in inference mode (dropout does nothing, bn uses its running statistics), metrics, no gradient. */
  readonly evaluation: readonly Instruction[];
}

/** What may change from one step to the next without compiling anew. */
export interface StepSettings {
  readonly learningRate: number;
  /** Counts from 0; with the seed it decides what dropout drops, and it is adam's count of steps. */
  readonly step: number;
  readonly seed: number;
}

/** What a computation sees of the step it is in. */
export interface PartSettings extends StepSettings {
  /** The place in the batch of the first image of the part at hand. */
  readonly firstImage: number;
}
