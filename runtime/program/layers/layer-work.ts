// What a layer contributes to a program: its parameters, its forward computation and its gradients, as plain data.
import type { Kind, OperationOf } from '../../../language/graph/index.js';
import type { Computation, Extents, Parameter } from '../program.js';

/** A layer at its place: the operation with the sizes it works on. */
export interface Site<K extends Kind> {
  readonly operation: OperationOf<K>;
  /** The layer's id in its graph. */
  readonly layer: number;
  readonly input: Extents;
  readonly output: Extents;
}

export type ParameterName = 'weights' | 'biases';

export interface ParameterForm {
  readonly name: ParameterName;
  readonly shape: readonly number[];
  readonly initial: Parameter['initial'];
}

/** One gradient instruction. `x` is the layer's input, `y` its output, `dy` the loss's gradient by `y`. */
export interface GradientForm {
  readonly computation: Computation;
  readonly reads: readonly ('x' | 'y' | 'dy' | ParameterName)[];
  /** `dx`, the gradient by `x`, is left out where nothing learned comes before; a name is that parameter's gradient. */
  readonly writes: 'dx' | ParameterName;
}

export interface LayerWork<K extends Kind> {
  /** In the order the forward computation reads them after its input. */
  readonly parameters?: (site: Site<K>) => readonly ParameterForm[];
  /** [x, ...parameters] -> [y]. Absent: the output is the input's very tensor, seen in another shape. */
  readonly forward?: (site: Site<K>) => Computation;
  /** Does nothing outside training: there its readers read its input. */
  readonly trainingOnly?: true;
  readonly gradients: (site: Site<K>) => readonly GradientForm[];
}

/** Number of values in a tensor of these extents. */
export function sizeOf(extents: Extents): number {
  return extents[0] * extents[1] * extents[2] * extents[3];
}
