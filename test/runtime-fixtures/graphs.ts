// Graphs written by hand, for tests of the runtime that must not hang on the language: a builder that knows shapes.
import {
  extent,
  type Graph,
  type Layer,
  type Operation,
  type Padding,
  type Pair,
  type Shape,
  type Window,
} from '../../language/graph/index.js';

export const noPadding: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** A square window without dilation, padding and rounding up, unless said otherwise. */
export function windowOf(kernel: number | Pair, more: Partial<Omit<Window, 'kernel'>> = {}): Window {
  const kernelPair: Pair = typeof kernel === 'number' ? [kernel, kernel] : kernel;
  return { kernel: kernelPair, stride: [1, 1], dilation: [1, 1], padding: noPadding, ceil: false, ...more };
}

/** The same padding on every side. */
export function padded(by: number): Padding {
  return { top: by, left: by, bottom: by, right: by };
}

/** Extent of a window's output along one axis, by PyTorch's rule (its ceil mode included). */
export function outputExtent(input: number, window: Window, axis: 0 | 1): number {
  const before = axis === 0 ? window.padding.top : window.padding.left;
  const after = axis === 0 ? window.padding.bottom : window.padding.right;
  const stride = window.stride[axis];
  const free = input + before + after - extent(window.kernel[axis], window.dilation[axis]);
  if (!window.ceil) return Math.floor(free / stride) + 1;
  const rounded = Math.ceil(free / stride) + 1;
  return (rounded - 1) * stride >= input + before ? rounded - 1 : rounded;
}

export function outputShape(operation: Operation, input: Shape): Shape {
  switch (operation.kind) {
    case 'conv':
    case 'maxpool':
    case 'avgpool':
      return {
        height: outputExtent(input.height, operation.window, 0),
        width: outputExtent(input.width, operation.window, 1),
        channels: operation.kind === 'conv' ? operation.filters : input.channels,
      };
    case 'fc':
      return { height: 1, width: 1, channels: operation.units };
    case 'flatten':
      return { height: 1, width: 1, channels: input.height * input.width * input.channels };
    default:
      return input;
  }
}

/** Adds layers one by one; each call gives the new layer's id. */
export function graphBuilder(name: string) {
  const layers: Layer[] = [];
  const add = (operation: Operation, inputs: readonly number[], output: Shape): number => {
    const id = layers.length;
    layers.push({ id, path: `${operation.kind}.${id}`, operation, inputs, output });
    return id;
  };
  return {
    input: (height: number, width: number, channels: number) => add({ kind: 'input' }, [], { height, width, channels }),
    layer: (operation: Operation, from: number) => add(operation, [from], outputShape(operation, layers[from]!.output)),
    shape: (layer: number) => layers[layer]!.output,
    graph: (...outputs: readonly (number | readonly [layer: number, weight: number])[]): Graph => ({
      name,
      layers,
      outputs: outputs.map((output) =>
        typeof output === 'number' ? { layer: output, weight: 1 } : { layer: output[0], weight: output[1] },
      ),
    }),
  };
}

/** A network without branches. */
export function chain(name: string, input: readonly [number, number, number], operations: readonly Operation[]): Graph {
  const builder = graphBuilder(name);
  let last = builder.input(...input);
  for (const operation of operations) last = builder.layer(operation, last);
  return builder.graph(last);
}

export const relu: Operation = { kind: 'relu' };
export const maxpool2: Operation = { kind: 'maxpool', window: windowOf(2, { stride: [2, 2] }) };
export const fc = (units: number): Operation => ({ kind: 'fc', units, bias: true });
export const conv = (filters: number, kernel: number, padding: number): Operation => ({
  kind: 'conv',
  filters,
  window: windowOf(kernel, { padding: padded(padding) }),
  groups: 1,
  bias: true,
});
