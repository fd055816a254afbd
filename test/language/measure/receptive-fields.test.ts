// Receptive fields against the support of PyTorch's gradients and Distill's published table.
import { describe, expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import { readTable, readText, readTruth, soundNetwork } from '../ground-truth.js';

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
    expect(network.instances.at(-1)!.field).toMatchObject({
      size: [6, 7],
      smallest: [6, 7],
      stride: [2, 1],
      start: [0.5, 3],
      whole: false,
    });
  });
});

type Step = [type: 'conv' | 'pool', k: number, s: number, p: number, d: number];

interface Branched extends Omit<Chain, 'layers'> {
  pre: Step[];
  branch_a: Step[];
  branch_b: Step[];
  post: Step[];
}

function pieceText(steps: Step[]): string {
  const text = steps.map(([, k, s, p, d]) => `conv(1, ${k}, stride=${s}, pad=${p}, dilation=${d})`);
  return text.length > 0 ? text.join(' -> ') : 'identity';
}

describe('receptive fields through two branches, measured by gradient support', () => {
  const { branches } = readTruth<{ branches: Branched[] }>('rf_bruteforce_torch.json');

  it.each(branches.map((entry, index) => [index, entry] as const))('network %i', (_, entry) => {
    const { pre, branch_a, branch_b, post, input } = entry;
    const join = `add(${pieceText(branch_a)}, ${pieceText(branch_b)})`;
    const text = `input(${input}x${input}x1) -> ${pieceText(pre)} -> ${join} -> ${pieceText(post)}`;
    const { layer, field } = soundNetwork(text).instances.at(-1)!;
    expect([layer.output.height, layer.output.width]).toEqual([entry.out, entry.out]);
    for (const axis of [0, 1]) {
      expect(field.size[axis]).toBe(entry.rf_bruteforce);
      expect(field.stride[axis]).toBe(entry.effective_stride);
      expect(padding(field.size[axis], field.start[axis])).toBe(entry.effective_padding);
    }
  });
});

describe('published receptive fields', () => {
  const table = readTable('distill_rf_table.tsv');
  const networks = {
    vgg_16: readText('examples/vgg16.cnn'),
    alexnet_v2: `input(224x224x3) -> conv(64, 11x11, stride=4, pad=0) -> relu -> maxpool(3, stride=2)
      -> conv(192, 5x5) -> relu -> maxpool(3, stride=2) -> [conv(384) -> relu]*2 -> conv(256) -> relu
      -> maxpool(3, stride=2)`,
    inception_v4: readText('examples/inception-v4.cnn'),
    // As TF-Slim has it: the stride on each stage's last block, none in the last stage, and TensorFlow's uneven
    // padding.
    resnet_v1_50: `
      block Unit(mid, stride=1, skip=identity) {
        add(conv(mid, 1x1) -> conv(mid, 3x3, stride=stride) -> conv(4*mid, 1x1), skip)
      }
      block Stage(mid, n, stride=2) {
        Unit(mid, skip=conv(4*mid, 1x1)) -> Unit(mid)*(n - 2) -> Unit(mid, stride, skip=maxpool(1, stride=stride))
      }
      network ResNetV1_50 {
        input(224x224x3) -> conv(64, 7x7, stride=2) -> maxpool(3, stride=2, pad=(0, 0, 1, 1))
        -> Stage(64, 3) -> Stage(128, 4) -> Stage(256, 6) -> Stage(512, 3, stride=1)
      }`,
  };

  it.each(Object.entries(networks))('%s, up to its last pooling', (name, text) => {
    const truth = table.find((row) => row.model === name)!;
    const { field } = soundNetwork(text).instances.findLast(({ layer }) => layer.output.height > 1)!;
    expect(field.size).toEqual([Number(truth.rf), Number(truth.rf)]);
    expect(field.stride).toEqual([Number(truth.effective_stride), Number(truth.effective_stride)]);
    expect(padding(field.size[0], field.start[0])).toBe(Number(truth.effective_padding));
  });
});

describe('figures past counting', () => {
  it.each([60, 1100])('%i strides of 2 are an error, and every figure is a number', (count) => {
    const { networks, diagnostics } = parseCnn(`input(8x8x3) -> [conv(4, stride=2)]*${count} -> fc(2)`, 'n');
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'field-beyond-counting',
    ]);
    const figures = networks[0].instances.flatMap(({ field }) => [...field.size, ...field.stride, ...field.start]);
    expect(figures.every(Number.isFinite)).toBe(true);
  });
});
