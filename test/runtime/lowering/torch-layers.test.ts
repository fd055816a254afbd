// Single layers against PyTorch: outputs, every gradient, and running statistics of batch normalisation. The values,
// their generator and the program that made them are in test/ground-truth/torch_layer_values.py.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Operation } from '../../../model/index.js';
import type { Extents } from '../../../runtime/ir/index.js';
import { distance, drawn } from '../backends/reference/arrays.js';
import { layerRun } from './layer-run.js';

interface TorchCase {
  readonly operation: Exclude<Operation, { kind: 'input' }>;
  readonly input: Extents;
  readonly factor: number;
  readonly output: readonly number[];
  /** By the input, then by each parameter. */
  readonly gradients: readonly (readonly number[])[];
  readonly running_mean?: readonly number[];
  readonly running_variance?: readonly number[];
  /** The output in inference mode, by the running statistics after the training pass. */
  readonly inference?: readonly number[];
}

const { cases }: { readonly cases: readonly TorchCase[] } = JSON.parse(
  readFileSync(new URL('../../ground-truth/torch_layer_values.json', import.meta.url), 'utf8'),
);

/** Both sides compute in 64 bits; the file has 13 digits, of values up to some hundreds. */
const tolerance = 1e-10;

test.each(cases.map((each) => ({ name: JSON.stringify(each.operation), each })))('$name', ({ each }) => {
  const run = layerRun(each.operation, [each.input]);
  const values = run.variables.map(({ name, length }, index) => [
    name,
    drawn(length, index + 1).map((value) => value * each.factor),
  ]);
  const given = Object.fromEntries(values);
  const tensors = run.backward(run.forward(given), drawn(run.outputLength, 77));
  expect(distance(tensors.y, each.output), 'y').toBeLessThan(tolerance);
  expect(run.variables).toHaveLength(each.gradients.length);
  run.variables.forEach(({ name }, index) => {
    expect(distance(tensors[`d${name}`], each.gradients[index]), `d${name}`).toBeLessThan(tolerance);
  });
  if (each.operation.kind !== 'bn') return;
  const { running_mean, running_variance } = tensors;
  expect(distance(running_mean, each.running_mean!), 'running mean').toBeLessThan(tolerance);
  expect(distance(running_variance, each.running_variance!), 'running variance').toBeLessThan(tolerance);
  const { y } = run.forward({ ...given, running_mean: running_mean, running_variance: running_variance }, 'inference');
  expect(distance(y, each.inference!), 'inference').toBeLessThan(tolerance);
});
