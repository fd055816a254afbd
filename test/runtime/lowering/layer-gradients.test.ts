// Every layer's gradients, by every input and parameter, against central differences of its own forward pass.
import { describe, expect, test } from 'vitest';
import { distance, drawn } from '../backends/reference/arrays.js';
import { type AnyLayerCase, allLayerCases } from './layer-cases.js';
import { drawnFor, type LayerRun, layerRun, type Tensors } from './layer-run.js';

/** Differences are good to some 1e-9 where sums stay around 1 to 100. */
const tolerance = 1e-7;

/** A run with values for everything its output hangs on. */
function drawnRun(layer: AnyLayerCase): { run: LayerRun; given: Tensors } {
  const run = layerRun(layer.operation, layer.inputs);
  return { run, given: drawnFor(layer, run) };
}

function differences(run: LayerRun, given: Tensors, name: string, dy: Float64Array): Float64Array {
  const step = 1e-5;
  const loss = (index: number, shift: number): number => {
    const shifted = given[name].slice();
    shifted[index] += shift;
    return run.forward({ ...given, [name]: shifted }).y.reduce((sum, y, i) => sum + y * dy[i], 0);
  };
  return given[name].map((_, i) => (loss(i, step) - loss(i, -step)) / (2 * step));
}

describe('gradients', () => {
  test.each(allLayerCases)('$name', ({ layer }) => {
    const { run, given } = drawnRun(layer);
    const dy = drawn(run.outputLength, 77);
    const tensors = run.backward(run.forward(given), dy);
    for (const { name } of run.variables) {
      expect(distance(tensors[`d${name}`], differences(run, given, name, dy)), `d${name}`).toBeLessThan(tolerance);
    }
  });

  test('a wrong gradient is seen', () => {
    const { run, given } = drawnRun(allLayerCases[0].layer);
    const dy = drawn(run.outputLength, 77);
    const { dx } = run.backward(run.forward(given), dy);
    dx[3] += 1e-5;
    expect(distance(dx, differences(run, given, 'x', dy))).toBeGreaterThan(tolerance);
  });
});
