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
      return [
        `conv(${entry.out_channels}, ${window}, dilation=${dilation.join('x')}`,
        `groups=${entry.groups}`,
        `bias=${entry.bias})`,
      ].join(', ');
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

/**
 * PyTorch's pooling_output_shape_pad_lr, in the terms of its source:
 * https://github.com/pytorch/pytorch/blob/v2.0.0/aten/src/ATen/native/Pool.h
 */
function torchOutputSize(input: number, pool: Pool): number {
  const { kernel, pad, stride, dilation, ceil } = pool;
  const rounding = ceil ? stride - 1 : 0;
  const size = Math.floor((input + 2 * pad - dilation * (kernel - 1) - 1 + rounding) / stride) + 1;
  return ceil && (size - 1) * stride >= input + pad ? size - 1 : size;
}

interface Pool {
  readonly kernel: number;
  readonly pad: number;
  readonly stride: number;
  readonly dilation: number;
  readonly ceil: boolean;
}

function* pools(): Generator<Pool> {
  for (let kernel = 1; kernel <= 6; kernel++)
    for (let pad = 0; pad <= kernel / 2; pad++)
      for (let stride = 1; stride <= 5; stride++)
        for (const dilation of [1, 2, 3])
          for (const ceil of [false, true]) yield { kernel, pad, stride, dilation, ceil };
}

describe('pooling sizes by the formula of PyTorch', () => {
  it.each([1, 2, 3, 4, 5, 7, 10])('on %ix10', (height) => {
    for (const pool of pools()) {
      const { kernel, pad, stride, dilation, ceil } = pool;
      const text = `maxpool(${kernel}x1, stride=${stride}x1, pad=${pad}x0, dilation=${dilation}x1, ceil=${ceil})`;
      const { networks, diagnostics } = parseCnn(`input(${height}x10x1) -> ${text}`, 'case');
      const expected = torchOutputSize(height, pool);
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      expect(errors, `${height}: ${text}`).toEqual(expected < 1 ? ['window-too-large'] : []);
      if (expected >= 1) expect(networks[0].graph.layers[1].output.height, `${height}: ${text}`).toBe(expected);
    }
  });

  it('a window larger than the input has one position where ceil rounds up to it', () => {
    const output = (layer: string) => parseCnn(`input(10x10x3) -> ${layer}`, 'case').networks[0].graph.layers[1].output;
    expect(output('maxpool(11, stride=2, ceil=true)')).toEqual({ height: 1, width: 1, channels: 3 });
    expect(output('avgpool(12, stride=3, ceil=true)')).toEqual({ height: 1, width: 1, channels: 3 });
    const { diagnostics } = parseCnn('input(10x10x3) -> maxpool(12, stride=2, ceil=true)', 'case');
    expect(diagnostics.map(({ code }) => code)).toContain('window-too-large');
  });
});
