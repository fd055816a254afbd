// Shapes and parameters against PyTorch's answers for random settings, its errors included.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { readTruth } from '../ground-truth.js';

interface Case {
  layer: 'Conv2d' | 'MaxPool2d' | 'AvgPool2d' | 'ConvTranspose2d';
  in_shape: [number, number, number, number];
  kernel: [number, number];
  stride: [number, number];
  padding: [number, number] | 'same' | 'valid';
  dilation?: [number, number];
  out_channels?: number;
  groups?: number;
  bias?: boolean;
  ceil_mode?: boolean;
  output_padding?: [number, number];
  ok: boolean;
  out_shape?: number[];
  params?: number;
}

/** PyTorch's `same`: an odd rest goes after. Ours is the textbook's, for odd windows, so even ones are written out. */
function pad({ padding, kernel, dilation = [1, 1] }: Case): string {
  if (padding === 'valid') return '0';
  if (padding !== 'same') return padding.join('x');
  if (kernel.every((side) => side % 2 === 1)) return 'same';
  const total = kernel.map((side, axis) => dilation[axis] * (side - 1));
  const before = total.map((rest) => Math.floor(rest / 2));
  return `(${before.join(', ')}, ${total[0] - before[0]}, ${total[1] - before[1]})`;
}

function layerText(entry: Case): string {
  const { kernel, stride, dilation = [1, 1] } = entry;
  const window = `${kernel.join('x')}, stride=${stride.join('x')}, pad=${pad(entry)}`;
  switch (entry.layer) {
    case 'Conv2d':
      return `conv(${entry.out_channels}, ${window}, dilation=${dilation.join('x')}, groups=${entry.groups}, bias=${entry.bias})`;
    case 'MaxPool2d':
      return `maxpool(${window}, dilation=${dilation.join('x')}, ceil=${entry.ceil_mode})`;
    case 'AvgPool2d':
      return `avgpool(${window}, ceil=${entry.ceil_mode})`;
    case 'ConvTranspose2d':
      return (
        `upconv(${entry.out_channels}, ${window}, output_pad=${entry.output_padding?.join('x')}, ` +
        `dilation=${dilation.join('x')}, groups=${entry.groups}, bias=${entry.bias})`
      );
  }
}

// PyTorch refuses its `same` with a stride; ours, P = d(F - 1)/2, is another rule and allows it.
function isSayable(entry: Case): boolean {
  const strided = entry.stride.some((stride) => stride > 1);
  return !(entry.padding === 'same' && strided);
}

describe('shapes as PyTorch computes them', () => {
  const { cases } = readTruth<{ cases: Case[] }>('torch_layer_shape_oracle.json');
  const sayable = cases.filter(isSayable);

  it('covers hundreds of cases', () => {
    expect(sayable.length).toBeGreaterThan(400);
  });

  it.each(sayable.map((entry, index) => [index, entry] as const))('case %i', (_, entry) => {
    const [, channels, height, width] = entry.in_shape;
    const text = `input(${height}x${width}x${channels}) -> ${layerText(entry)}`;
    const { networks, diagnostics } = parseCnn(text, 'case');
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    expect(errors.length === 0, `${text}: ${errors.map((error) => error.message).join(' ')}`).toBe(entry.ok);
    if (!entry.ok) return;
    const { layer, cost } = networks[0].instances[1];
    const { output } = layer;
    expect([1, output.channels, output.height, output.width], text).toEqual(entry.out_shape);
    expect(cost.weights.count + cost.biases, text).toBe(entry.params);
  });
});
