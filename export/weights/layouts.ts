// The two layouts of weights in a file. Ours is that of NHWC tensors, PyTorch's that of NCHW: convolutions are OIHW
// instead of HWIO, and the columns of a fully connected layer follow its input flattened as CHW instead of HWC.
import { elements, type Graph } from '../../model/index.js';
import type { FileTensor } from './parameters.js';

export const layouts = ['ours', 'torch'] as const;

export type Layout = (typeof layouts)[number];

interface Arranged {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A tensor of ours as PyTorch has it. */
export function toTorch(graph: Graph, tensor: FileTensor, values: Float32Array): Arranged {
  const { axes, order, shape } = arrangement(graph, tensor);
  return { shape, values: permute(values, axes, order) };
}

/** The inverse of `toTorch`. */
export function fromTorch(graph: Graph, tensor: FileTensor, values: Float32Array): Arranged {
  const { axes, order } = arrangement(graph, tensor);
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    shape: tensor.shape,
    values: permute(
      values,
      order.map((axis) => axes[axis]),
      inverse,
    ),
  };
}

/** The shape that a file of this layout has for a tensor. */
export function shapeIn(layout: Layout, graph: Graph, tensor: FileTensor): readonly number[] {
  return layout === 'ours' ? tensor.shape : arrangement(graph, tensor).shape;
}

/** Our axes, the order in which PyTorch has them, and its shape. */
function arrangement(graph: Graph, { layer, shape }: FileTensor) {
  const { inputs } = graph.layers[layer];
  if (shape.length === 4) {
    const [height, width, depth, filters] = shape;
    // Also of a transposed convolution: [kH, kW, F/groups, C] becomes [C, F/groups, kH, kW].
    return { axes: shape, order: [3, 2, 0, 1], shape: [filters, depth, height, width] };
  }
  if (shape.length === 2) {
    const { height, width, channels } = graph.layers[inputs[0]].output;
    const [, units] = shape;
    return {
      axes: [height, width, channels, units],
      order: [3, 2, 0, 1],
      shape: [units, elements({ height, width, channels })],
    };
  }
  return { axes: shape, order: [0], shape };
}

/** Output axis i is input axis `order[i]`. */
function permute(values: Float32Array, axes: readonly number[], order: readonly number[]): Float32Array {
  const strides = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, side) => product * side, 1));
  const sides = order.map((axis) => axes[axis]);
  const steps = order.map((axis) => strides[axis]);
  const result = new Float32Array(values.length);
  const last = sides.length - 1;
  let at = 0;
  const visit = (axis: number, from: number): void => {
    const [side, step] = [sides[axis], steps[axis]];
    for (let index = 0; index < side; index++) {
      if (axis < last) visit(axis + 1, from + index * step);
      else result[at++] = values[from + index * step];
    }
  };
  visit(0, 0);
  return result;
}
