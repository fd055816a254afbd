// Receptive fields against the support of PyTorch's gradients and Distill's published table.
import { describe, expect, it } from 'vitest';
import { readTable, readText, readTruth, soundNetwork } from './ground-truth.js';

interface Chain {
  layers: { type: 'conv' | 'pool'; k: number; s: number; p: number; d: number }[];
  input: number;
  out: number;
  rf_bruteforce: number;
  effective_stride: number;
  effective_padding: number;
}

// Pooling is said as a convolution here: its padding may exceed half of its window there, and a window is a window.
function chainText({ layers, input }: Chain): string {
  const text = layers.map(({ k, s, p, d }) => `conv(1, ${k}, stride=${s}, pad=${p}, dilation=${d})`);
  return [`input(${input}x${input}x1)`, ...text].join(' -> ');
}

/** Distill's effective padding: how far left of the input the first unit's field begins. */
function padding(size: number, start: number): number {
  return (size - 1) / 2 - start;
}

describe('receptive fields measured by gradient support', () => {
  const { chains } = readTruth<{ chains: Chain[] }>('rf_bruteforce_torch.json');

  it.each(chains.map((chain, index) => [index, chain] as const))('chain %i', (_, chain) => {
    const { layer, field } = soundNetwork(chainText(chain)).instances.at(-1)!;
    expect([layer.output.height, layer.output.width]).toEqual([chain.out, chain.out]);
    for (const axis of [0, 1]) {
      expect(field.size[axis]).toBe(chain.rf_bruteforce);
      expect(field.stride[axis]).toBe(chain.effective_stride);
      expect(padding(field.size[axis], field.start[axis])).toBe(chain.effective_padding);
    }
  });

  it('keeps the axes apart', () => {
    const network = soundNetwork('input(40x40x1) -> conv(1, 1x7, pad=0) -> maxpool(2x1, stride=2x1) -> conv(1, 3x1)');
    expect(network.instances.at(-1)!.field).toEqual({ size: [6, 7], stride: [2, 1], start: [0.5, 3] });
  });
});

describe('published receptive fields', () => {
  const table = readTable('distill_rf_table.tsv');
  const networks = {
    vgg_16: readText('examples/vgg16.cnn'),
    alexnet_v2: `input(224x224x3) -> conv(64, 11x11, stride=4, pad=0) -> relu -> maxpool(3, stride=2)
      -> conv(192, 5x5) -> relu -> maxpool(3, stride=2) -> [conv(384) -> relu]*2 -> conv(256) -> relu
      -> maxpool(3, stride=2)`,
  };

  it.each(Object.entries(networks))('%s, up to its last pooling', (name, text) => {
    const truth = table.find((row) => row.model === name)!;
    const { field } = soundNetwork(text).instances.findLast(({ layer }) => layer.operation.kind === 'maxpool')!;
    expect(field.size).toEqual([Number(truth.rf), Number(truth.rf)]);
    expect(field.stride).toEqual([Number(truth.effective_stride), Number(truth.effective_stride)]);
    expect(padding(field.size[0], field.start[0])).toBe(Number(truth.effective_padding));
  });
});
