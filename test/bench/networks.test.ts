// The networks of the bench: those of the golden losses, and ResNet-20 as in its paper.
import { describe, expect, test } from 'vitest';
import { benchNetworks } from '../../bench/networks/networks.js';
import { countStepFlops } from '../../bench/networks/step-flops.js';
import { makeModel } from '../../bench/worker/model.js';
import type { Graph } from '../../model/index.js';
import { buildProgram } from '../../runtime/lowering/index.js';
import { goldenBatch, goldenOptimizer, goldens, goldenWeights } from '../support/golden.js';

const networks = benchNetworks();
const bare = ({ layers }: Graph) => layers.map(({ operation, inputs, output }) => ({ operation, inputs, output }));
/** Compared as bytes: `expect` takes ten seconds for a million values. */
const isSame = (a: Float32Array | Uint32Array, b: Float32Array | Uint32Array) =>
  Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describe.each(goldens.map((golden, index) => ({ name: golden.graph.name, golden, network: networks[index] })))(
  '$name',
  ({ golden, network }) => {
    test('is the network of the golden losses', () => {
      expect(network.graph.name).toBe(golden.graph.name);
      expect(bare(network.graph)).toEqual(bare(golden.graph));
      expect(network.batch).toBe(golden.batch);
      expect(network.losses).toEqual(golden.losses);
    });

    test('starts from the golden weights and batch', () => {
      const model = makeModel(network.graph, network.batch);
      const program = buildProgram(golden.graph, { batch: golden.batch, optimizer: goldenOptimizer });
      const weights = goldenWeights(program);
      expect(model.parameters.size).toBe(weights.length);
      expect([...model.parameters.values()].map((values, index) => isSame(values, weights[index]))).not.toContain(
        false,
      );
      const { images, labels } = goldenBatch(program);
      expect(isSame(model.images, images)).toBe(true);
      expect(isSame(model.labels, labels)).toBe(true);
      const { learningRate, momentum } = goldenOptimizer;
      expect({ learningRate: model.learningRate, momentum: model.momentum }).toEqual({ learningRate, momentum });
    });
  },
);

test('ResNet-20 has the 0.27 million parameters of its paper', () => {
  const { graph, batch } = networks[2];
  expect(graph.name).toBe('ResNet20');
  const counts = [...makeModel(graph, batch).parameters.values()].map(({ length }) => length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(269_722);
  const weighted = graph.layers.filter(({ operation: { kind } }) => kind === 'conv' || kind === 'fc');
  expect(weighted).toHaveLength(20);
});

test("counts a step's FLOPs as by hand", () => {
  // Multiply-accumulates forward, layer by layer; the first layer's input needs no gradient.
  const [first, ...others] = [28 * 28 * 6 * 25, 10 * 10 * 16 * 25 * 6, 400 * 120, 120 * 84, 84 * 10];
  const perImage = 2 * first + 3 * others.reduce((sum, products) => sum + products, 0);
  expect(countStepFlops(networks[0].graph, 64)).toBe(2 * 64 * perImage);
});
