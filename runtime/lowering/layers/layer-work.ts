// What a layer contributes to a program: its tensors, its forward computations and its gradients, as plain data.
import type { Kind, OperationOf } from '../../../model/index.js';
import type { Computation } from '../../ir/computation.js';
import type { Extents } from '../../ir/extents.js';
import type { Initial } from '../../ir/program.js';
import type { Role } from '../../ir/tensor.js';

/** A layer at its place: the operation with the sizes it works on. */
export interface Site<K extends Kind> {
  readonly operation: OperationOf<K>;
  /** The layer's id in its graph. */
  readonly layer: number;
  /** Of the first input, the only one but for joins. */
  readonly input: Extents;
  readonly inputs: readonly Extents[];
  readonly output: Extents;
}

type ParameterName = 'weights' | 'biases' | 'scale' | 'shift' | 'slopes';
type StatisticName = 'running_mean' | 'running_variance';
/** Tensors that a layer's instructions pass to each other. */
type IntermediateName =
  | 'mean'
  | 'variance'
  | 'dscale'
  | 'dshift'
  | 'channel_sums'
  | `product.${number}`
  | `dproduct.${number}`;
/** `x` is the first input, `x.1` the second. */
export type InputName = 'x' | `x.${number}`;

/**
 * The tensors of a layer as its instructions name them: inputs, output `y`, and with a `d` before the name the loss's
 * gradient by any of these and by parameters. `dscale` and `dshift` are intermediates where there is no such parameter.
 */
export type TensorName =
  | InputName
  | `d${InputName}`
  | 'y'
  | 'dy'
  | ParameterName
  | `d${ParameterName}`
  | StatisticName
  | IntermediateName;

export interface ParameterForm {
  readonly name: ParameterName;
  readonly shape: readonly number[];
  readonly initial: InitialForm;
}

/**
 * `weights`: how many values each output is a sum of, and how many outputs each value goes into; the job says how
 * they are drawn.
 */
export type InitialForm =
  | { readonly kind: 'weights'; readonly fanIn: number; readonly fanOut: number }
  | Extract<Initial, { kind: 'constant' }>;

export interface StatisticForm {
  readonly name: StatisticName;
  readonly shape: readonly number[];
  readonly initial: number;
}

export interface IntermediateForm {
  readonly name: IntermediateName;
  readonly role: Role;
  readonly shape: readonly number[];
}

/** One instruction of a layer, its tensors by name, in the order that `Computation` states. */
export interface Step {
  readonly computation: Computation;
  readonly reads: readonly TensorName[];
  readonly writes: readonly TensorName[];
}

export type Mode = 'training' | 'inference';

export interface LayerWork<K extends Kind> {
  readonly parameters?: (site: Site<K>) => readonly ParameterForm[];
  readonly statistics?: (site: Site<K>) => readonly StatisticForm[];
  /** Only those come to exist that an instruction of the program names. */
  readonly intermediates?: (site: Site<K>) => readonly IntermediateForm[];
  /** What makes `y`. No step: the output is the input's very tensor, perhaps seen in another shape. */
  readonly forward: (site: Site<K>, mode: Mode) => readonly Step[];
  /**
   * What makes the gradients by inputs and parameters, of the training forward. Steps that serve only inputs behind
   * which nothing is learned are left out. `pass`: the gradient by every input is `dy` itself.
   */
  readonly gradients: 'pass' | ((site: Site<K>) => readonly Step[]);
  /** What comes of an image hangs on the other images that are computed with it: their batch cannot be split. */
  readonly acrossImages?: true;
  /** Its computations contain the layer's id, so that no two layers share them. */
  readonly dependsOnLayer?: true;
}

/** The name of an input by its place. */
export function inputName(index: number): InputName {
  return index === 0 ? 'x' : `x.${index}`;
}

/** Number of values in a tensor of these extents. */
export function sizeOf(extents: Extents): number {
  return extents[0] * extents[1] * extents[2] * extents[3];
}

/** Number of rows when a tensor is seen as [rows, channels]. */
export function rowsOf(extents: Extents): number {
  return extents[0] * extents[1] * extents[2];
}

/** The place of the input a name stands for; undefined for names of other tensors. */
export function inputAt(name: TensorName): number | undefined {
  if (name === 'x') return 0;
  return name.startsWith('x.') ? Number(name.slice(2)) : undefined;
}

/** Whose gradient a name stands for: `weights` for `dweights`; undefined for names that begin with no `d`. */
export function gradientOf(name: TensorName): TensorName | undefined {
  return name.startsWith('d') ? (name.slice(1) as TensorName) : undefined;
}
