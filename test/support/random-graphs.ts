// Random networks with branches: tensors with several readers, several outputs, unused layers.
import fc from 'fast-check';
import type { Graph, Operation, Shape } from '../../model/index.js';
import { bn, conv, graphBuilder, maxpool2, relu, windowOf } from './graphs.js';

const operations: readonly Operation[] = [
  conv(3, 3, 1),
  conv(2, 1, 0),
  relu,
  { kind: 'dropout', rate: 0.4 },
  { kind: 'softmax' },
  { kind: 'flatten' },
  { kind: 'fc', units: 5, bias: true },
  { kind: 'fc', units: 7, bias: false },
  maxpool2,
  { kind: 'avgpool', window: windowOf(3), countPad: true },
  bn,
  { kind: 'layer_norm', eps: 1e-3 },
  { kind: 'swish' },
  { kind: 'global_avgpool' },
  { kind: 'upsample', factor: [1, 2], mode: 'bilinear' },
  { kind: 'scale', init: 1 },
];

const joins: readonly Operation[] = [{ kind: 'add' }, { kind: 'mul' }, { kind: 'concat' }];

/** The operation, how many layers back its input is, and how the result is joined, if at all. */
const step = fc.record({
  operation: fc.integer({ min: 0, max: operations.length - 1 }),
  back: fc.integer({ min: 1, max: 4 }),
  join: fc.option(
    fc.record({
      operation: fc.integer({ min: 0, max: joins.length - 1 }),
      backs: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    }),
    { nil: undefined, freq: 2 },
  ),
});

/** Whether a join accepts these shapes. */
function joinable(join: Operation, shapes: readonly Shape[]): boolean {
  const [first, ...others] = shapes as [Shape, ...Shape[]];
  const sameSides = (a: Shape, b: Shape) => a.height === b.height && a.width === b.width;
  if (join.kind === 'concat') return others.every((shape) => sameSides(first, shape));
  const largest = shapes.find((shape) => shape.height * shape.width > 1) ?? first;
  const spreads = (shape: Shape) => join.kind === 'mul' && shape.height === 1 && shape.width === 1;
  return shapes.every((s) => s.channels === first.channels && (sameSides(largest, s) || spreads(s)));
}

/** Up to 34 layers on 8x8x2 images, one or two outputs; windows only where they fit. */
export const randomGraphs: fc.Arbitrary<Graph> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 16 }),
    second: fc.option(fc.nat(), { nil: undefined }),
    softmaxLast: fc.boolean(),
  })
  .map(({ steps, second, softmaxLast }) => {
    const builder = graphBuilder('Random');
    let last = builder.input(8, 8, 2);
    for (const { operation, back, join } of steps) {
      const from = Math.max(0, last + 1 - back);
      const { height, width } = builder.shape(from);
      const chosen = operations[operation];
      const pools = chosen.kind === 'maxpool' || chosen.kind === 'avgpool';
      // Limits widths to 16.
      const stays = (pools && Math.min(height, width) < 3) || (chosen.kind === 'upsample' && width > 8);
      last = builder.layer(stays ? relu : chosen, from);
      const joined = [last, ...(join?.backs ?? []).map((before) => Math.max(0, last + 1 - before))];
      const joining = joins[join?.operation ?? 0];
      if (join && joinable(joining, joined.map(builder.shape))) last = builder.layer(joining, ...joined);
    }
    if (softmaxLast) last = builder.layer({ kind: 'softmax' }, last);
    return second === undefined ? builder.graph(last) : builder.graph(last, [second % (last + 1), 0.3]);
  });
