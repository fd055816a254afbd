// A network's work as data: which tensors exist, and which instructions, in which order, compute them.
// Made from a graph by program/, placed in memory by plan/, run by kernels/ on WebGPU and by reference/.
//
// Layouts, said once: activations are [N, H, W, C] (NHWC), convolution weights [kH, kW, C/groups, F] (HWIO),
// fully connected weights [in, out], vectors [n]; all values are 32-bit floats but labels (u32).
import type { Window } from '../../language/graph/index.js';

/** What a tensor is for; the memory figures are summed by it. */
export type Role =
  | 'images'
  | 'labels'
  | 'parameter'
  | 'parameter-gradient'
  | 'optimizer-state'
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
 * What an instruction computes; `inputs` and `outputs` of the instruction follow the order given here.
 * Every output is overwritten whole, never accumulated into, unless said otherwise.
 */
export type Computation =
  /** [x, weights, bias?] -> [y] */
  | { readonly kind: 'conv'; readonly geometry: WindowGeometry; readonly groups: number }
  /** [dy, weights] -> [dx] */
  | { readonly kind: 'conv-input-gradient'; readonly geometry: WindowGeometry; readonly groups: number }
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'conv-weight-gradient'; readonly geometry: WindowGeometry; readonly groups: number }
  /** [dy] -> [dbias]: the sum over everything but the last axis of [rows, channels]. */
  | { readonly kind: 'bias-gradient'; readonly rows: number; readonly channels: number }
  /** [x] -> [y]; padding never wins, and a window that sees nothing but padding gives 0. */
  | { readonly kind: 'maxpool'; readonly geometry: WindowGeometry }
  /** [x, y, dy] -> [dx]; of equal maxima the first in row order takes the gradient, as in PyTorch. */
  | { readonly kind: 'maxpool-gradient'; readonly geometry: WindowGeometry }
  /**
   * [x] -> [y]: the sum over the pixels a window sees, divided by how many places it has: with `countPad` those in the
   * image and its padding (but not those that `ceil` lets hang over it), else those in the image alone; none gives 0.
   */
  | { readonly kind: 'avgpool'; readonly geometry: WindowGeometry; readonly countPad: boolean }
  /** [dy] -> [dx] */
  | { readonly kind: 'avgpool-gradient'; readonly geometry: WindowGeometry; readonly countPad: boolean }
  /** [x] -> [y] */
  | { readonly kind: 'relu'; readonly size: number }
  /** [y, dy] -> [dx] */
  | { readonly kind: 'relu-gradient'; readonly size: number }
  /** [x, weights, bias?] -> [y]: y[n, o] = sum over i of x[n, i]*w[i, o] */
  | { readonly kind: 'fc'; readonly batch: number; readonly inputs: number; readonly units: number }
  /** [dy, weights] -> [dx] */
  | { readonly kind: 'fc-input-gradient'; readonly batch: number; readonly inputs: number; readonly units: number }
  /** [x, dy] -> [dweights] */
  | { readonly kind: 'fc-weight-gradient'; readonly batch: number; readonly inputs: number; readonly units: number }
  /** [x] -> [y]; value i of a step is kept, times 1/(1 - rate), when `dropoutKeep` says so (random.ts). */
  | { readonly kind: 'dropout'; readonly size: number; readonly rate: number; readonly layer: number }
  /** [dy] -> [dx], with the same choice */
  | { readonly kind: 'dropout-gradient'; readonly size: number; readonly rate: number; readonly layer: number }
  /** [x] -> [y] over the last axis of [rows, channels] */
  | { readonly kind: 'softmax'; readonly rows: number; readonly channels: number }
  /** [y, dy] -> [dx] */
  | { readonly kind: 'softmax-gradient'; readonly rows: number; readonly channels: number }
  /**
   * [logits, labels] -> [metrics, dlogits?]. Mean softmax cross-entropy over the batch times `weight`; metrics is
   * [2]: the sum of the images' losses (unweighted) and the number of images whose first largest logit is the label.
   * The gradient is that of the mean, `weight*(softmax - onehot)/batch`, with the whole batch as divisor.
   * A label of `noImage` stands for an empty place in the batch: it adds to neither, and its gradient is 0.
   */
  | { readonly kind: 'cross-entropy'; readonly batch: number; readonly classes: number; readonly weight: number }
  /** [a, b] -> [a + b]: where a tensor has several readers, their gradients are summed. */
  | { readonly kind: 'add'; readonly size: number }
  /** [w, dw, velocity?] -> [w, velocity?], in place: v = momentum*v + dw; w = w - learningRate*v */
  | { readonly kind: 'sgd'; readonly size: number; readonly momentum: number };

export type ComputationKind = Computation['kind'];
export type ComputationOf<K extends ComputationKind> = Extract<Computation, { kind: K }>;

export interface Instruction<C extends Computation = Computation> {
  readonly computation: C;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The layer's path, for labels and messages; absent for what belongs to none. */
  readonly layer?: string;
}

/** A label that marks an empty place in a batch (the last batch of an evaluation is rarely full). */
export const noImage = 0xffffffff;

/** A parameter tensor, and how it begins. */
export interface Parameter {
  readonly tensor: number;
  readonly gradient: number;
  /** Absent where the optimizer keeps nothing beside the weight. */
  readonly state?: number;
  /** Weights are drawn uniformly in +-sqrt(6/fanIn) (He); biases begin at 0. */
  readonly initial: { readonly kind: 'he-uniform'; readonly fanIn: number } | { readonly kind: 'zero' };
}

/** A training program: one step, and an evaluation, over the same tensors. */
export interface Program {
  readonly name: string;
  readonly batch: number;
  readonly tensors: readonly ProgramTensor[];
  readonly images: number;
  readonly labels: number;
  readonly metrics: number;
  /** The first output's logits, as the evaluation computes them; readable after it. */
  readonly logits: number;
  readonly parameters: readonly Parameter[];
  /** Forward, loss, backward, update: in this order, as one submission. */
  readonly step: readonly Instruction[];
  /** Forward in inference mode (dropout does nothing), metrics, no gradient. */
  readonly evaluation: readonly Instruction[];
}

/** The forward pass alone, up to the first output's logits. */
export interface Inference {
  readonly name: string;
  readonly batch: number;
  readonly tensors: readonly ProgramTensor[];
  readonly images: number;
  readonly logits: number;
  readonly forward: readonly Instruction[];
}

/** What may change from one step to the next without compiling anew. */
export interface StepSettings {
  readonly learningRate: number;
  /** Counts from 0; with the seed it decides what dropout drops. */
  readonly step: number;
  readonly seed: number;
}
