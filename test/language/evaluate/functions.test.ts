// `round`, `floor`, `ceil`, `max` and `min` in arithmetic, and the messages for their misuse.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';

/** The filters of a convolution whose number is written so, on an input of 12 channels. */
function filtersOf(text: string): number | undefined {
  const { networks, diagnostics } = parseCnn(`network A { input(8x8x12) -> conv(${text}) -> fc(10) }`, 'file');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return networks[0].graph.layers[1].output.channels;
}

function messagesOf(text: string): string[] {
  const { diagnostics } = parseCnn(`network A { input(8x8x12) -> ${text} -> fc(10) }`, 'file');
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code}: ${message}`);
}

describe('functions of numbers', () => {
  it.each([
    ['round(7/2)', 4],
    ['round(2.5)', 3],
    ['round(2.4999)', 2],
    ['floor(7/2)', 3],
    ['ceil(7/2)', 4],
    ['round(1.4*32, to=8)', 48],
    ['round(1.4*32, 8)', 48],
    ['round(20, to=8)', 24],
    ['floor(23, to=8)', 16],
    ['ceil(17, to=8)', 24],
    // Decimal arithmetic: in binary these products are 28.999999999999996 and 3.3000000000000003.
    ['floor(0.29*100)', 29],
    ['ceil(1.1*3, to=1.1)*10', 33],
    ['max(8, channels/4)', 8],
    ['min(8, channels/4, 5)', 3],
    ['max(8, 2*channels) - 1', 23],
    ['round(max(channels/5, 2)*10, to=3)', 24],
    ['floor(channels/5)', 2],
    ['ROUND(2.5)', 3],
  ])('%s is %d', (text, value) => {
    expect(filtersOf(text)).toBe(value);
  });

  it('scales EfficientNet as its authors do', () => {
    // Channels of B3 (width 1.2) and depths (1.4), from the published tables.
    const widths = [32, 16, 24, 40, 80, 112, 192, 320, 1280].map((n) =>
      filtersOf(`max(round(1.2*${n}, to=8), ceil(0.9*1.2*${n}, to=8))`),
    );
    expect(widths).toEqual([40, 24, 32, 48, 96, 136, 232, 384, 1536]);
    const depths = [1, 2, 2, 3, 3, 4, 1].map((n) => filtersOf(`ceil(1.4*${n})`));
    expect(depths).toEqual([2, 3, 3, 5, 5, 6, 2]);
  });

  it('computes sides, repeats, bindings, defaults and bounds', () => {
    const text = `defaults { dropout(rate=min(0.25, 0.5)) }
block Unit(n=max(4, channels), k=floor(7/2)) { conv(n, (1, k)) -> relu }
network A {
  n = round(2.6)
  input(8x8x3) -> Unit*n -> dropout -> maxpool(floor(5/2)) -> fc(10)
  assert params < max(1K, 2K)
}`;
    const { networks, diagnostics } = parseCnn(text, 'file');
    expect(diagnostics).toEqual([]);
    const { layers } = networks[0].graph;
    expect(layers.map(({ operation }) => operation.kind).join(' ')).toBe(
      'input conv relu conv relu conv relu dropout maxpool fc',
    );
    expect(layers[1].operation).toMatchObject({ filters: 4 });
    expect(layers[1].output).toEqual({ height: 8, width: 8, channels: 4 });
    expect(layers[7].operation).toMatchObject({ rate: 0.25 });
    expect(layers[8].output).toEqual({ height: 4, width: 4, channels: 4 });
  });

  it('still refuses a division with a remainder elsewhere', () => {
    expect(messagesOf('conv(max(channels/5, 2))')).toEqual([
      'uneven-division: 12 / 5 leaves a remainder of 2: choose a divisor that divides it evenly.',
    ]);
    // The block's own arithmetic is outside the function.
    expect(messagesOf('[conv(channels/5)]*round(1.2)')).toHaveLength(1);
  });

  it.each([
    ['conv(round)', 'missing-argument: round needs the argument `x`.'],
    ['conv(round(to=8))', 'missing-argument: round needs the argument `x`.'],
    ['conv(max(8))', 'missing-argument: max compares two or more numbers, and this has 1.'],
    ['conv(min())', 'missing-argument: min compares two or more numbers, and this has 0.'],
    ['conv(round(3x3))', 'wrong-argument: `x` takes a number, and this is 3x3.'],
    ['conv(round(8, to=0))', 'wrong-argument: `to` takes a number above 0, up to a million, and this is 0.'],
    ['conv(round(8, 4, 2))', 'too-many-arguments: this is argument 3, and round takes x, to.'],
    ['conv(max(8, relu))', 'not-a-number: `max` takes numbers, and this is a piece of network.'],
    ['conv(max(8, to=8))', 'unknown-argument: max has no argument `to`: it takes numbers.'],
    ['conv(floor(1.5) - 0.5)', 'wrong-argument: `filters` takes whole numbers from 1 to 1,048,576, and this is 0.5.'],
    ['max(2)', 'not-a-layer: a layer is expected here, and `max` computes a number: did you mean `maxpool`?'],
    ['floor', 'not-a-layer: a layer is expected here, and `floor` computes a number.'],
    ['conv(floor(1/0))', 'division-by-zero: 1 / 0 has no value.'],
  ])('%s is one error', (text, message) => {
    expect(messagesOf(text)).toEqual([message]);
  });

  it('gives way to a block, a parameter or a binding of its name', () => {
    const text = `block max(n) { conv(n) }
block Unit(floor) { conv(floor) }
network A {
  round = 6
  input(8x8x3) -> max(4) -> Unit(5) -> conv(round) -> fc(10)
}`;
    const { networks, diagnostics } = parseCnn(text, 'file');
    expect(diagnostics).toEqual([]);
    expect(networks[0].graph.layers.map(({ output }) => output.channels)).toEqual([3, 4, 5, 6, 10]);
  });
});
