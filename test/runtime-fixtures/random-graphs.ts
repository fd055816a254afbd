// Random networks with branches: tensors with several readers, several outputs, layers that nothing needs.
import fc from 'fast-check';
import type { Graph, Operation } from '../../language/graph/index.js';
import { conv, graphBuilder, maxpool2, relu, windowOf } from './graphs.js';

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
];

/** Which operation, and how far back its input lies (1 is the layer before). */
const step = fc.record({
  operation: fc.integer({ min: 0, max: operations.length - 1 }),
  back: fc.integer({ min: 1, max: 4 }),
});

/** Up to 18 layers on 8x8x2 images, one or two outputs; windows stand only where they fit. */
export const randomGraphs: fc.Arbitrary<Graph> = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 16 }),
    second: fc.option(fc.nat(), { nil: undefined }),
    softmaxLast: fc.boolean(),
  })
  .map(({ steps, second, softmaxLast }) => {
    const builder = graphBuilder('Random');
    let last = builder.input(8, 8, 2);
    for (const { operation, back } of steps) {
      const from = Math.max(0, last + 1 - back);
      const { height, width } = builder.shape(from);
      const chosen = operations[operation]!;
      const pools = chosen.kind === 'maxpool' || chosen.kind === 'avgpool';
      last = builder.layer(pools && Math.min(height, width) < 3 ? relu : chosen, from);
    }
    if (softmaxLast) last = builder.layer({ kind: 'softmax' }, last);
    return second === undefined ? builder.graph(last) : builder.graph(last, [second % (last + 1), 0.3]);
  });
