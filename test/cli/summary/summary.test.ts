// `cnn summary` from outside: its table, its JSON (a contract) and its exit codes.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cnn, cnnIntoHead, filesIn } from '../command.js';

const vgg16 = `network VGG16 {
  input(224x224x3)
  -> [conv(64) -> relu]*2 -> pool
  -> [conv(128) -> relu]*2 -> pool
  -> [conv(256) -> relu]*3 -> pool
  -> [[conv(512) -> relu]*3 -> pool]*2
  -> [fc(4096) -> relu]*2 -> fc(1000)
}
`;

interface LayerRow {
  readonly kind: string;
  readonly output: readonly number[];
  readonly activations: number;
  readonly weights: number;
}

let folder: string;
const at = (name: string) => join(folder, name);
const lenet5 = 'examples/lenet5.cnn';

beforeAll(async () => {
  folder = await filesIn({
    'vgg16.cnn': vgg16,
    'two.cnn':
      'network A { input(8x8x1) -> fc(10) }\nnetwork B { input(8x6x1) -> conv(2, 3x5, stride=(2, 1)) -> fc(3) }\n',
    'fields.cnn': 'input(32x32x1) -> [conv(8, stride=2)]*2 -> upsample(4) -> conv(8) -> mul(identity, global_avgpool)',
    'deep.cnn': 'network A { input(8x8x1) -> [conv(1) -> relu]*1000 }\n',
    'broken.cnn':
      'network A {\n  input(8x8x1) -> conv(4, 11x11, pad=0)\n  -> fc(10)\n}\nnetwork B { input(8x8x1) -> fc(3) }\n',
  });
});

afterAll(() => rm(folder, { recursive: true }));

async function summaryOf(...args: string[]) {
  const { stdout } = await cnn('summary', '--json', ...args);
  return JSON.parse(stdout).networks;
}

describe('the JSON', () => {
  it('has every figure of every layer', async () => {
    const [a, b] = await summaryOf(at('two.cnn'));
    expect(a.name).toBe('A');
    expect(Object.keys(b)).toEqual(['name', 'batch', 'layers', 'totals', 'memory']);
    expect(b.batch).toBe(1);
    expect(b.layers[1]).toEqual({
      path: 'conv',
      kind: 'conv',
      line: 2,
      inputs: [[8, 6, 1]],
      output: [4, 6, 2],
      activations: 48,
      weights: 30,
      biases: 2,
      buffers: 0,
      macs: 720,
      receptiveField: { size: [3, 5], stride: [2, 1], start: [0, 0], smallest: [3, 5], whole: false },
      misaligned: false,
    });
    expect(b.totals).toEqual({
      weights: 30 + 48 * 3,
      biases: 5,
      parameters: 30 + 48 * 3 + 5,
      buffers: 0,
      macs: 720 + 48 * 3,
      activations: 48 + 48 + 3,
      auxiliary: { parameters: 0, macs: 0 },
    });
  });

  it('has the largest and the smallest field, and whether every unit sees the whole input', async () => {
    const [{ layers }] = await summaryOf(at('fields.cnn'));
    const fields = layers.map(({ receptiveField }: { receptiveField: unknown }) => receptiveField);
    expect(fields.at(-3)).toEqual({ size: [11, 11], stride: [1, 1], start: [-2, -2], smallest: [7, 7], whole: false });
    expect(fields.at(-1)).toEqual({
      size: [32, 32],
      stride: [1, 1],
      start: [15.5, 15.5],
      smallest: [32, 32],
      whole: true,
    });
  });

  it('gives memory in bytes, its parts summing to the whole', async () => {
    const [{ batch, memory }] = await summaryOf(lenet5);
    expect(batch).toBe(32);
    const { parts } = memory;
    expect(Object.keys(parts)).toEqual([
      'activations',
      'activationGradients',
      'parameters',
      'parameterGradients',
      'optimizer',
      'buffers',
      'batch',
      'workspace',
    ]);
    expect(Object.values<number>(parts).reduce((sum, bytes) => sum + bytes)).toBe(memory.training);
    expect(parts.parameters).toBe(4 * 61_706);
    expect(parts.optimizer).toBe(4 * 61_706);
    expect(parts.batch).toBe(32 * (28 * 28 * 4 + 4));
    expect(memory.inference).toBeLessThan(memory.training);
  });

  it('computes memory for the given batch and optimizer', async () => {
    const network = (args: string[]) => summaryOf(at('two.cnn'), '--network', 'A', '--batch', '2', ...args);
    const parameters = 4 * (64 * 10 + 10);
    const [plain] = await network(['--optimizer', 'sgd']);
    expect(plain.batch).toBe(2);
    expect(plain.memory.parts.optimizer).toBe(0);
    expect(plain.memory.parts.batch).toBe(2 * (8 * 8 * 4 + 4));
    for (const [optimizer, slots] of Object.entries({ momentum: 1, adagrad: 1, rmsprop: 1, adam: 2, adamw: 2 })) {
      const [{ memory }] = await network(['--optimizer', optimizer]);
      expect([optimizer, memory.parts.optimizer]).toEqual([optimizer, slots * parameters]);
    }
    // The file's own settings of an optimizer are meant by its name.
    const [{ memory }] = await summaryOf(lenet5, '--optimizer', 'sgd');
    expect(memory.parts.optimizer).toBe(4 * 61_706);
  });

  it('lists parameters and MACs of auxiliary outputs apart', async () => {
    const [{ totals }] = await summaryOf('examples/googlenet.cnn');
    expect(totals.parameters).toBe(13_378_280);
    // Caffe's GoogLeNet without its heads: test/ground-truth/caffe_totals.tsv.
    expect(totals.parameters - totals.auxiliary.parameters).toBe(6_998_552);
    expect(totals.auxiliary.macs).toBeGreaterThan(0);
  });

  it("equals the textbook's table of VGG-16 row by row", async () => {
    const table = await readFile('test/ground-truth/cs231n_vgg16_table.tsv', 'utf8');
    const rows = table
      .split('\n')
      .slice(1)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t').slice(1, 4));
    const [{ layers, totals }] = await summaryOf(at('vgg16.cnn'));
    const counted = (layers as LayerRow[]).filter(({ kind }) => kind !== 'relu');
    expect(
      counted.map(({ output, activations, weights }) => [output.join('x'), `${activations}`, `${weights}`]),
    ).toEqual(rows);
    expect(totals).toMatchObject({ parameters: 138_357_544, weights: 138_344_128, activations: 15_237_608 });
  });
});

describe('the table', () => {
  it("has the textbook's rows, the totals and the memory", async () => {
    const { code, stdout, stderr } = await cnn('summary', lenet5);
    expect(stdout).toContain('CONV5-6   28x28x6   28*28*6 = 4.7K   (5*5*1)*6 = 150           6   118K            5\n');
    expect(stdout).toContain('FC        1x1x120   1*1*120 = 120    5*5*16*120 = 48,000     120    48K  whole input\n');
    expect(stdout).toContain('61,706 parameters (61,470 weights, 236 biases), 241 KiB\n');
    expect(stdout).toContain('memory for a batch of 32 images and sgd(lr=0.01, momentum=0.9) (as in the file):\n');
    expect(stdout).toMatch(
      / {2}with f16 {4}[\d.]+ [KM]iB, keeping activations in 16 bits, on an adapter that can \(shader-f16\)\n/,
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('gives the range of fields, and the whole input', async () => {
    const { stdout } = await cnn('summary', at('fields.cnn'));
    expect(stdout).toMatch(/^CONV3-8 {2,}32x32x8 .* 7 … 11$/m);
    expect(stdout).toMatch(/^MUL {2,}32x32x8 .* whole input$/m);
    expect(stdout).not.toContain('* a join');
  });

  it('fits a terminal of 100 columns, VGG-16 too', async () => {
    const { stdout } = await cnn('summary', at('vgg16.cnn'));
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toContain(
      'memory for a batch of 1 image and sgd(lr=0.01) (assumed: the file has no train statement for it):',
    );
  });

  it('groups layers by block, with sums, and a repeated block in one row', async () => {
    const { stdout } = await cnn('summary', 'examples/resnet.cnn', '--network', 'ResNet50');
    const rows = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  '));
    expect(rows).toContain('Stem  56x56x64  1M  9,472  64  128  118M  11');
    expect(stdout).toMatch(/\nStage\.4 .*\n {2}Bottleneck .*\n {4}CONV1-512 /);
    expect(stdout).toMatch(/\n {2}Bottleneck\.2\[2\], as above .*\n {2}Bottleneck\.2\[3\], as above /);
    expect(stdout).toContain('25,557,032 parameters');
    expect(stdout).toContain('53,120 buffers');
    expect(rows.length).toBeLessThan(160);
  });

  it('lists parameters and MACs of auxiliary outputs', async () => {
    const { stdout } = await cnn('summary', 'examples/googlenet.cnn');
    expect(stdout).toContain('without them the network has 6,998,552 parameters');
  });

  it('opens with the pattern of a network that has one', async () => {
    const { stdout } = await cnn('summary', lenet5);
    expect(stdout).toMatch(/^LeNet5\nINPUT -> \[CONV -> RELU -> POOL\]\*2 -> \[FC -> RELU\]\*2 -> FC\n\n/);
  });

  it('shows one network with --network', async () => {
    const { stdout } = await cnn('summary', at('two.cnn'), '--network', 'B');
    expect(stdout).toMatch(/^B\n/);
    expect(stdout).not.toContain('FC     1x1x10');
  });
});

it('ends without an error when its output is closed early', async () => {
  const { code, stderr } = await cnnIntoHead('summary', '--json', at('deep.cnn'));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

describe('errors', () => {
  it('are printed, with the figures of the other layers', async () => {
    const { code, stdout, stderr } = await cnn('summary', at('broken.cnn'));
    expect(stderr).toContain(`${at('broken.cnn')}:2:27: error: `);
    expect(stdout).toContain('FC        1x1x10');
    expect(stdout).toContain('Memory is unknown while the network has errors.');
    expect(stdout).toContain('memory for a batch of 1 image');
    expect(code).toBe(1);
    const [a, b] = await summaryOf(at('broken.cnn'));
    expect(a.memory).toBeNull();
    expect(b.memory.training).toBeGreaterThan(0);
  });

  it.each([
    [['missing.cnn'], 'missing.cnn'],
    [[lenet5, '--network', 'LeNet6'], 'LeNet5'],
    [[lenet5, '--batch', '0'], '--batch'],
    [[lenet5, '--batch', '1e3'], '--batch'],
    [[lenet5, '--optimizer', 'adam2'], 'momentum'],
    [[lenet5, 'second.cnn'], 'one .cnn file'],
    [[], 'one .cnn file'],
  ])('in arguments exit with 2: %j', async (args, named) => {
    const { code, stdout, stderr } = await cnn('summary', ...args);
    expect(stderr).toMatch(/^cnn: /);
    expect(stderr).toContain(named);
    expect(stderr).not.toMatch(/\n +at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
