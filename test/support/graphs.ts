// A graph builder with shape inference, for tests of the runtime that must not depend on the language.
import {
  extent,
  type Graph,
  type Layer,
  type Operation,
  type OperationOf,
  type Padding,
  type Pair,
  type Shape,
  type Window,
} from '../../model/index.js';

export const noPadding: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** A square window; by default without dilation, padding and ceil mode. */
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

/** A layer's output shape. */
export function outputShape(operation: Operation, inputs: readonly Shape[]): Shape {
  const [input] = inputs as readonly [Shape, ...Shape[]];
  const { height, width, channels } = input;
  switch (operation.kind) {
    case 'conv':
      return { ...slid(input, operation.window), channels: operation.filters };
    case 'depthwise':
      return { ...slid(input, operation.window), channels: channels * operation.multiplier };
    case 'upconv':
      return {
        height: transposedExtent(height, operation, 0),
        width: transposedExtent(width, operation, 1),
        channels: operation.filters,
      };
    case 'maxpool':
    case 'avgpool':
      return { ...slid(input, operation.window), channels };
    case 'global_maxpool':
    case 'global_avgpool':
      return { height: 1, width: 1, channels };
    case 'fc':
      return { height: 1, width: 1, channels: operation.units };
    case 'flatten':
      return { height: 1, width: 1, channels: height * width * channels };
    case 'mul':
      return inputs.find((shape) => shape.height * shape.width > 1) ?? input;
    case 'concat':
      return { height, width, channels: inputs.reduce((sum, shape) => sum + shape.channels, 0) };
    case 'depth_to_space': {
      const { block } = operation;
      return { height: height * block, width: width * block, channels: channels / (block * block) };
    }
    case 'space_to_depth': {
      const { block } = operation;
      return { height: height / block, width: width / block, channels: channels * block * block };
    }
    case 'part':
      return { height, width, channels: channels / operation.of };
    case 'shortcut':
      return {
        height: Math.ceil(height / operation.stride[0]),
        width: Math.ceil(width / operation.stride[1]),
        channels: operation.filters,
      };
    case 'upsample':
      return { height: height * operation.factor[0], width: width * operation.factor[1], channels };
    case 'pad':
      return resized(input, operation.by, 1);
    case 'crop':
      return resized(input, operation.by, -1);
    default:
      return input;
  }
}

function slid(input: Shape, window: Window) {
  return { height: outputExtent(input.height, window, 0), width: outputExtent(input.width, window, 1) };
}

function transposedExtent(input: number, { window, outputPadding }: OperationOf<'upconv'>, axis: 0 | 1): number {
  const { top, bottom, left, right } = window.padding;
  const padding = axis === 0 ? top + bottom : left + right;
  const reach = extent(window.kernel[axis], window.dilation[axis]);
  return (input - 1) * window.stride[axis] - padding + reach + outputPadding[axis];
}

function resized({ height, width, channels }: Shape, by: Padding, sign: 1 | -1): Shape {
  return { height: height + sign * (by.top + by.bottom), width: width + sign * (by.left + by.right), channels };
}

/** Adds layers one by one; each call returns the new layer's id. */
export function graphBuilder(name: string) {
  const layers: Layer[] = [];
  const add = (operation: Operation, inputs: readonly number[], output: Shape): number => {
    const id = layers.length;
    layers.push({ id, path: `${operation.kind}.${id}`, operation, inputs, output });
    return id;
  };
  return {
    input: (height: number, width: number, channels: number) => add({ kind: 'input' }, [], { height, width, channels }),
    layer(operation: Operation, ...from: readonly number[]) {
      const inputs = from.map((id) => layers[id].output);
      return add(operation, from, outputShape(operation, inputs));
    },
    shape: (layer: number) => layers[layer].output,
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
/** A square convolution without biases, for batch normalisation. */
export const unbiased = (filters: number, kernel: number, padding: number, stride = 1): Operation => ({
  kind: 'conv',
  filters,
  window: windowOf(kernel, { padding: padded(padding), stride: [stride, stride] }),
  groups: 1,
  bias: false,
});
export const bn: Operation = { kind: 'bn', eps: 1e-5, momentum: 0.1, scale: true, shift: true };
