// Layers that PyTorch has no single call for, against their definitions place by place: where each value comes from.
import { describe, expect, test } from 'vitest';
import { erf } from '../../../runtime/backends/reference/computations/erf.js';
import type { Extents } from '../../../runtime/ir/index.js';
import { distance, drawn, size } from '../backends/reference/arrays.js';
import { type LayerCase, layerCases } from './layer-cases.js';
import { layerRun } from './layer-run.js';

type Kind = keyof typeof definitions;
/** The value of input `index` at a place, 0 outside of it. */
type At = (index: number, n: number, y: number, x: number, c: number) => number;

const definitions = {
  add: (at, { inputs }, n, y, x, c) => inputs.reduce((sum, _, index) => sum + at(index, n, y, x, c), 0),
  mul: (at, { inputs }, n, y, x, c) =>
    inputs.reduce((product, [, h, w], i) => product * (h * w === 1 ? at(i, n, 0, 0, c) : at(i, n, y, x, c)), 1),
  concat(at, { inputs }, n, y, x, c) {
    let index = 0;
    let channel = c;
    while (channel >= inputs[index][3]) channel -= inputs[index++][3];
    return at(index, n, y, x, channel);
  },
  part: (at, { operation, inputs }, n, y, x, c) =>
    at(0, n, y, x, ((operation.index - 1) * inputs[0][3]) / operation.of + c),
  shortcut: (at, { operation: { stride }, inputs }, n, y, x, c) =>
    c < inputs[0][3] ? at(0, n, y * stride[0], x * stride[1], c) : 0,
  pad: (at, { operation: { by } }, n, y, x, c) => at(0, n, y - by.top, x - by.left, c),
  crop: (at, { operation: { by } }, n, y, x, c) => at(0, n, y + by.top, x + by.left, c),
} satisfies {
  readonly [K in keyof typeof layerCases]?: (
    at: At,
    layer: LayerCase<K>,
    n: number,
    y: number,
    x: number,
    c: number,
  ) => number;
};

/**
 * The sides of each kind's outputs are what the layer's own table says; here they are read off the definition's
 * inputs.
 */
function outputOf(kind: Kind, layer: LayerCase<Kind>, length: number): Extents {
  const [batch, height, width, channels] = layer.inputs.find(([, h, w]) => h * w > 1) ?? layer.inputs[0];
  const { operation } = layer;
  switch (operation.kind) {
    case 'part':
      return [batch, height, width, channels / operation.of];
    case 'concat':
      return [batch, height, width, length / (batch * height * width)];
    case 'shortcut': {
      const sides = [Math.ceil(height / operation.stride[0]), Math.ceil(width / operation.stride[1])] as const;
      return [batch, ...sides, operation.filters];
    }
    case 'pad':
    case 'crop': {
      const sign = kind === 'pad' ? 1 : -1;
      const { top, bottom, left, right } = operation.by;
      return [batch, height + sign * (top + bottom), width + sign * (left + right), channels];
    }
    default:
      return [batch, height, width, channels];
  }
}

const cases = (Object.keys(definitions) as Kind[]).flatMap((kind) =>
  (layerCases[kind] as readonly LayerCase<Kind>[]).map((layer, index) => ({ kind, index, layer })),
);

test.each(cases)('$kind, case $index', ({ kind, layer }) => {
  const run = layerRun(layer.operation, layer.inputs);
  const values = layer.inputs.map((extents, index) => drawn(size(extents), index + 1));
  const given = Object.fromEntries(run.variables.map(({ name }, index) => [name, values[index]]));
  const { y } = run.forward(given);
  const at: At = (index, n, row, column, c) => {
    const [, height, width, channels] = layer.inputs[index];
    if (row < 0 || row >= height || column < 0 || column >= width) return 0;
    return values[index][((n * height + row) * width + column) * channels + c];
  };
  const definition = definitions[kind] as (at: At, layer: LayerCase<Kind>, ...place: number[]) => number;
  const [batch, height, width, channels] = outputOf(kind, layer, y.length);
  const wanted: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        for (let c = 0; c < channels; c++) wanted.push(definition(at, layer, n, row, column, c));
  expect(distance(y, wanted)).toBeLessThan(1e-14);
});

describe('what changes nothing', () => {
  test.each(['flatten', 'dropout'] as const)('%s outside training', (kind) => {
    const { operation, inputs } = layerCases[kind][0];
    const x = drawn(size(inputs[0]), 1);
    expect(layerRun(operation, inputs).forward({ x }, 'inference').y).toEqual(x);
  });

  test('a scale of 1', () => {
    const { operation, inputs } = layerCases.scale[0];
    const x = drawn(size(inputs[0]), 1);
    const scale = new Float64Array(inputs[0][3]).fill(1);
    expect(layerRun(operation, inputs).forward({ x, scale }).y).toEqual(x);
  });
});

test('erf to 15 digits (values of Abramowitz and Stegun, table 7.1, and of the DLMF)', () => {
  const known = [
    [0, 0],
    [0.1, 0.1124629160182849],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3, 0.9999779095030014],
    [7, 1],
  ] as const;
  for (const [x, value] of known) {
    expect(Math.abs(erf(x) - value)).toBeLessThan(1e-15);
    expect(erf(-x)).toBeCloseTo(-value, 15);
  }
});
