// The pixels that a unit of a layer sees, by following every connection of every layer to the input: sets of indices
// along one axis. Units past a tensor's border, which padding stands for, are followed alike.
import type { Graph, Layer, Operation, Shape } from '../../../../model/index.js';

export type Axis = 0 | 1;

/** `all`: a layer on the way looked at the whole image, and so does everything behind it. */
export type Seen = 'all' | ReadonlySet<number>;

const vertical = (shape: Shape) => shape.height;
const horizontal = (shape: Shape) => shape.width;

/** Returns what unit `index` of layer `id` sees along an axis. */
export function seenPixels(graph: Graph): (id: number, axis: Axis, index: number) => Seen {
  const image = graph.layers[0].output;
  const known = new Map<string, Seen>();

  function seen(id: number, axis: Axis, index: number): Seen {
    const key = `${id} ${axis} ${index}`;
    let pixels = known.get(key);
    if (pixels === undefined) {
      pixels = follow(graph.layers[id], axis, index);
      known.set(key, pixels);
    }
    return pixels;
  }

  function follow(layer: Layer, axis: Axis, index: number): Seen {
    const { operation, inputs } = layer;
    const side = axis === 0 ? vertical : horizontal;
    if (operation.kind === 'input') return new Set([index]);
    const given = graph.layers[inputs[0]].output;
    if (['global_avgpool', 'global_maxpool', 'fc', 'flatten'].includes(operation.kind)) {
      const together = union(Array.from({ length: side(given) }, (_, unit) => seen(inputs[0], axis, unit)));
      return together !== 'all' && covers(together, side(image)) ? 'all' : together;
    }
    if (inputs.length > 1) {
      const isVector = ({ height, width }: Shape) => height === 1 && width === 1;
      return union(
        inputs.map((input) =>
          seen(input, axis, isVector(graph.layers[input].output) && !isVector(layer.output) ? 0 : index),
        ),
      );
    }
    return union(connections(operation, axis, index).map((unit) => seen(inputs[0], axis, unit)));
  }

  return seen;
}

export function covers(pixels: Seen, side: number): boolean {
  if (pixels === 'all') return true;
  return Math.min(...pixels) <= 0 && Math.max(...pixels) >= side - 1;
}

function union(sets: readonly Seen[]): Seen {
  const together = new Set<number>();
  for (const set of sets) {
    if (set === 'all') return 'all';
    for (const pixel of set) together.add(pixel);
  }
  return together;
}

/** The input's units that a layer reads for output `index`. */
function connections(operation: Operation, axis: Axis, index: number): number[] {
  switch (operation.kind) {
    case 'conv':
    case 'depthwise':
    case 'maxpool':
    case 'avgpool': {
      const { kernel, stride, dilation, padding } = operation.window;
      const first = index * stride[axis] - (axis === 0 ? padding.top : padding.left);
      return Array.from({ length: kernel[axis] }, (_, tap) => first + tap * dilation[axis]);
    }
    case 'upconv': {
      // Input j is spread over the outputs j*stride - padding + tap*dilation.
      const { kernel, stride, dilation, padding } = operation.window;
      const before = axis === 0 ? padding.top : padding.left;
      const found: number[] = [];
      for (let input = Math.floor((index - 40) / stride[axis]); input * stride[axis] <= index + 40; input++) {
        for (let tap = 0; tap < kernel[axis]; tap++) {
          if (input * stride[axis] - before + tap * dilation[axis] === index) found.push(input);
        }
      }
      return found;
    }
    case 'upsample': {
      const factor = operation.factor[axis];
      if (operation.mode === 'nearest') return [Math.floor(index / factor)];
      // Pixel centres: the output's i + 1/2 lies at (i + 1/2)/factor of the input.
      const place = (index + 0.5) / factor - 0.5;
      const before = Math.floor(place + 1e-9);
      return Math.abs(place - before) < 1e-9 ? [before] : [before, before + 1];
    }
    case 'crop':
      return [index + (axis === 0 ? operation.by.top : operation.by.left)];
    case 'pad':
      return [index - (axis === 0 ? operation.by.top : operation.by.left)];
    case 'shortcut':
      return [index * operation.stride[axis]];
    default:
      return [index];
  }
}
