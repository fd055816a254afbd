// `pad=same_upper` and `same_lower` by ONNX's rule for `auto_pad`: sizes, the sides of the padding, and the divisor of
// averages. TensorFlow states the same rule for SAME: pad_along_height = max((out - 1)*stride + filter - in, 0).
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import type { Operation, Padding } from '../../../model/index.js';

interface Placed {
  readonly operation: Operation;
  readonly size: string;
  readonly errors: readonly string[];
}

function place(input: string, layer: string): Placed {
  const { networks, diagnostics } = parseCnn(`input(${input}) -> ${layer}`, 'file');
  const { operation, output } = networks[0].graph.layers[1];
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return { operation, size: `${output.height}x${output.width}`, errors };
}

function paddingOf({ operation }: Placed): readonly number[] {
  const { top, left, bottom, right } = (operation as { readonly window: { readonly padding: Padding } }).window.padding;
  return [top, left, bottom, right];
}

describe('pad=same_upper', () => {
  it.each([
    // The first convolution of ResNet and MobileNet in TensorFlow: one more pixel at the bottom and right.
    ['224x224x3', 'conv(64, 7x7, stride=2, pad=same_upper)', '112x112', [2, 2, 3, 3]],
    ['224x224x3', 'conv(32, 3x3, stride=2, pad=same_upper)', '112x112', [0, 0, 1, 1]],
    ['28x28x3', 'conv(6, 4x4, pad=same_upper)', '28x28', [1, 1, 2, 2]],
    ['28x28x3', 'conv(6, 4x4, pad=same_lower)', '28x28', [2, 2, 1, 1]],
    ['13x12x3', 'conv(6, 2x5, stride=3x2, dilation=2x1, pad=same_upper)', '5x6', [1, 1, 1, 2]],
    ['13x12x3', 'conv(6, 2x5, stride=3x2, dilation=2x1, pad=same_lower)', '5x6', [1, 2, 1, 1]],
    ['112x112x8', 'depthwise(3x3, stride=2, pad=same_upper)', '56x56', [0, 0, 1, 1]],
    ['13x13x3', 'maxpool(2, pad=same_upper)', '7x7', [0, 0, 1, 1]],
    ['13x13x3', 'maxpool(2, pad=same_lower)', '7x7', [1, 1, 0, 0]],
    ['13x13x3', 'maxpool(2, stride=1, pad=same_upper)', '13x13', [0, 0, 1, 1]],
    ['13x13x3', 'avgpool(3, stride=2, pad=same_upper)', '7x7', [1, 1, 1, 1]],
    // A stride above the window leaves pixels out and pads nothing.
    ['6x7x3', 'conv(6, 1x1, stride=3, pad=same_upper)', '2x3', [0, 0, 0, 0]],
    ['6x7x3', 'maxpool(1x1, stride=3, pad=same_upper, ceil=true)', '2x3', [0, 0, 0, 0]],
    // Transposed convolutions multiply the size by the stride.
    ['7x7x8', 'upconv(4, 3x3, stride=2, pad=same_upper)', '14x14', [0, 0, 1, 1]],
    ['7x7x8', 'upconv(4, 3x3, stride=2, pad=same_lower)', '14x14', [1, 1, 0, 0]],
    ['7x7x8', 'upconv(4, 4x5, stride=2x1, pad=same_upper)', '14x7', [1, 2, 1, 2]],
    ['7x7x8', 'upconv(4, 2x1, stride=3x2, pad=same_upper)', '21x14', [0, 0, 0, 0]],
    ['7x7x8', 'upconv(4, 3x3, stride=2, pad=same_upper, output_pad=1)', '15x15', [0, 0, 1, 1]],
  ])('%s -> %s is %s', (input, layer, size, padding) => {
    const placed = place(input, layer);
    expect(placed.errors).toEqual([]);
    expect(placed.size).toBe(size);
    expect(paddingOf(placed)).toEqual(padding);
  });

  it('makes every convolution and pooling ceil(input/stride), every transposed convolution input*stride', () => {
    for (const word of ['same_upper', 'same_lower']) {
      for (let side = 1; side <= 12; side++) {
        for (const [kernel, stride, dilation] of settings) {
          const window = `${kernel}x1, stride=${stride}x1, dilation=${dilation}x1, pad=${word}`;
          const expected = `${Math.ceil(side / stride)}x1`;
          const where = `${side}: ${window}`;
          expect(place(`${side}x1x2`, `conv(3, ${window})`), where).toMatchObject({ size: expected, errors: [] });
          expect(place(`${side}x1x2`, `depthwise(${window})`), where).toMatchObject({ size: expected, errors: [] });
          const pooled = place(`${side}x1x2`, `maxpool(${window})`);
          // A window whose steps are larger than the image could see padding alone.
          if (dilation <= side) expect(pooled, where).toMatchObject({ size: expected, errors: [] });
          expect(place(`${side}x1x2`, `upconv(3, ${window})`).size, where).toBe(`${side * stride}x1`);
        }
      }
    }
  });

  it('never lets a pooling window see padding alone', () => {
    for (const word of ['same_upper', 'same_lower']) {
      for (let side = 1; side <= 9; side++) {
        for (const [kernel, stride, dilation] of settings) {
          const placed = place(`${side}x1x1`, `maxpool(${kernel}x1, ${stride}x1, ${word}, ${dilation}x1)`);
          if (placed.errors.length > 0) continue;
          const [top] = paddingOf(placed);
          for (let unit = 0; unit < Math.ceil(side / stride); unit++) {
            const taps = Array.from({ length: kernel }, (_, index) => unit * stride - top + index * dilation);
            expect(
              taps.some((tap) => tap >= 0 && tap < side),
              `${side} ${kernel} ${stride} ${dilation}`,
            ).toBe(true);
          }
        }
      }
    }
  });

  it('leaves padding out of averages unless count_pad says otherwise', () => {
    const counts = (layer: string) => (place('13x13x3', layer).operation as { readonly countPad: boolean }).countPad;
    expect(counts('avgpool(3, stride=2, pad=1)')).toBe(true);
    expect(counts('avgpool(3, stride=2, pad=same)')).toBe(true);
    expect(counts('avgpool(3, stride=2, pad=same_upper)')).toBe(false);
    expect(counts('avgpool(3, stride=2, pad=same_lower)')).toBe(false);
    expect(counts('avgpool(3, stride=2, pad=same_upper, count_pad=true)')).toBe(true);
    expect(counts('avgpool(3, stride=2, pad=1, count_pad=false)')).toBe(false);
  });

  it('is refused where it has no meaning, with the words that have one', () => {
    const message = (layer: string) => parseCnn(`input(8x8x3) -> ${layer}`, 'file').diagnostics[0]?.message;
    expect(message('upconv(4, pad=same)')).toBe('`pad` takes pixels, same_upper or same_lower, and this is `same`.');
    expect(message('pad(same_upper)')).toBe('`by` takes pixels, and this is `same_upper`.');
    expect(message('conv(4, pad=nearest)')).toBe(
      '`pad` takes pixels, same, same_upper or same_lower, and this is `nearest`.',
    );
  });

  it('can be a default of the file', () => {
    const text =
      'defaults { conv(pad=same_upper) maxpool(pad=same_lower) }\ninput(9x9x3) -> conv(4, 2x2) -> maxpool(2)';
    const { networks, diagnostics } = parseCnn(text, 'file');
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(networks[0].graph.layers.map(({ output }) => output.height)).toEqual([9, 9, 5]);
  });
});

const settings = [1, 2, 3, 4].flatMap((kernel) =>
  [1, 2, 3].flatMap((stride) => [1, 2, 3].map((dilation) => [kernel, stride, dilation] as const)),
);
