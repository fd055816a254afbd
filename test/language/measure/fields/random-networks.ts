// Random networks with everything that receptive fields pass through: windows of unequal sides, strides and paddings,
// transposed convolutions, upsampling, crops, joins of any two tensors, and global pooling spread over all places.
import fc from 'fast-check';
import type { Graph, Operation, Padding, Pair, Window } from '../../../../model/index.js';
import { fc as fullyConnected, graphBuilder, outputShape, relu, windowOf } from '../../../support/graphs.js';

/** A random number for each choice that a step makes. */
interface Step {
  readonly kind: number;
  readonly back: number;
  readonly numbers: readonly number[];
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.nat(13),
  back: fc.nat(5),
  numbers: fc.array(fc.nat(11), { minLength: 14, maxLength: 14 }),
});

const longestSide = 24;

/** 3 to 14 layers and what joins need, on images of 4 to 16 pixels a side. */
export const randomNetworks: fc.Arbitrary<Graph> = fc
  .record({ height: fc.integer({ min: 4, max: 16 }), width: fc.integer({ min: 4, max: 16 }), steps: steps() })
  .map(({ height, width, steps }) => {
    const builder = graphBuilder('Random');
    let last = builder.input(height, width, 2);
    for (const { kind, back, numbers } of steps) {
      const from = Math.max(0, last - back);
      const pick = (index: number, count: number) => numbers[index] % count;
      const fitting = (operation: Operation) => {
        const shape = outputShape(operation, [builder.shape(last)]);
        return Math.min(shape.height, shape.width) >= 1 && Math.max(shape.height, shape.width) <= longestSide;
      };
      if (kind < 9) {
        const operation = operationOf(kind, pick);
        if (fitting(operation)) last = builder.layer(operation, last);
      } else if (kind === 9) {
        // Squeeze and excitation of this tensor or an earlier one, also by a window as large as the tensor.
        const squeezed = pick(0, 2) === 0 ? from : last;
        const { height, width } = builder.shape(squeezed);
        const window = conv(2, windowOf([height, width]));
        const pooled = builder.layer(pick(1, 2) === 0 ? window : { kind: 'global_avgpool' }, squeezed);
        last = builder.layer({ kind: 'mul' }, last, builder.layer(relu, pooled));
      } else if (kind === 10 && pick(0, 3) === 0) {
        last = builder.layer(pick(1, 2) === 0 ? { kind: 'global_maxpool' } : fullyConnected(2), last);
      } else {
        const [a, b] = [builder.shape(last), builder.shape(from)];
        const [tall, wide] = [Math.min(a.height, b.height), Math.min(a.width, b.width)];
        const cropped = (id: number, seed: number) => {
          const { height, width } = builder.shape(id);
          if (height === tall && width === wide) return id;
          const [top, left] = [pick(seed, height - tall + 1), pick(seed + 1, width - wide + 1)];
          const by = { top, left, bottom: height - tall - top, right: width - wide - left };
          return builder.layer({ kind: 'crop', by }, id);
        };
        const branches = [cropped(last, 0), cropped(from, 2)];
        last = builder.layer({ kind: pick(4, 2) === 0 ? 'add' : 'concat' }, ...branches);
      }
    }
    return builder.graph(last);
  });

function steps(): fc.Arbitrary<Step[]> {
  return fc.array(step, { minLength: 3, maxLength: 14 });
}

function conv(filters: number, window: Window): Operation {
  return { kind: 'conv', filters, window, groups: 1, bias: true };
}

type Pick = (index: number, count: number) => number;

function operationOf(kind: number, pick: Pick): Operation {
  const pair = (index: number, count: number): Pair => [1 + pick(index, count), 1 + pick(index + 1, count)];
  const padding = (index: number, count: number): Padding => ({
    top: pick(index, count),
    left: pick(index + 1, count),
    bottom: pick(index + 2, count),
    right: pick(index + 3, count),
  });
  const dilation: Pair = pick(12, 3) === 0 ? pair(8, 3) : [1, 1];
  const window = { kernel: pair(0, 4), stride: pair(2, 3), dilation, padding: padding(4, 3), ceil: false };
  switch (kind) {
    case 0:
      return conv(2, window);
    case 1:
      return conv(2, { ...window, stride: [1, 1] });
    case 2:
      return { kind: 'maxpool', window: { ...window, ceil: pick(13, 2) === 0 } };
    case 3:
      return { kind: 'upsample', factor: pair(0, 4), mode: 'nearest' };
    case 4:
      return { kind: 'upsample', factor: pair(0, 4), mode: 'bilinear' };
    case 5:
    case 6:
      return { kind: 'upconv', filters: 2, window, outputPadding: [0, pick(13, 2)], groups: 1, bias: true };
    case 7:
      return { kind: pick(4, 2) === 0 ? 'crop' : 'pad', by: padding(0, 3) };
    default:
      return pick(0, 2) === 0 ? relu : { kind: 'shortcut', filters: 2, stride: pair(1, 2) };
  }
}
