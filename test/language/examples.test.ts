// Every example has no error, and its totals and layers are those measured elsewhere.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type NetworkAnalysis, parseCnn } from '../../language/index.js';
import { readTable, readText } from './ground-truth.js';

const files = readdirSync(new URL('../../examples/', import.meta.url)).filter((file) => file.endsWith('.cnn'));

/** Every network of the examples by its name. */
const networks = new Map<string, NetworkAnalysis>();
for (const file of files) {
  for (const network of parseCnn(readText(`examples/${file}`), file).networks) networks.set(network.name, network);
}

function networkNamed(name: string): NetworkAnalysis {
  const network = networks.get(name);
  if (!network) throw new Error(`no example has a network ${name}`);
  return network;
}

describe('examples', () => {
  it.each(files)('%s has no diagnostic', (file) => {
    const { diagnostics, networks } = parseCnn(readText(`examples/${file}`), file);
    expect(diagnostics.filter((diagnostic) => diagnostic.severity !== 'advice')).toEqual([]);
    expect(networks.every((network) => network.sound)).toBe(true);
  });
});

const torchvision: Record<string, string> = {
  alexnet: 'AlexNet',
  vgg11: 'VGG11',
  vgg13: 'VGG13',
  vgg16: 'VGG16',
  vgg16_bn: 'VGG16BN',
  vgg19: 'VGG19',
  googlenet: 'GoogLeNetBN',
  resnet18: 'ResNet18',
  resnet34: 'ResNet34',
  resnet50: 'ResNet50',
  resnet101: 'ResNet101',
  resnet152: 'ResNet152',
};

describe("torchvision's networks", () => {
  const totals = readTable('torchvision_computed.tsv');

  it.each(Object.entries(torchvision))('%s: totals', (model, name) => {
    const row = totals.find((candidate) => candidate.model === model)!;
    const network = networkNamed(name);
    const main = totalOf(mainPart(network));
    expect(main.parameters).toBe(Number(row.params_no_aux));
    expect(main.macs).toBe(Number(row.macs_conv_linear));
    expect(main.buffers).toBe(Number(row.float_buffers));
    expect(network.totals.parameters).toBe(Number(row.params_with_aux));
  });

  it('has a network for every row', () => {
    expect(totals.map(({ model }) => model).sort()).toEqual(Object.keys(torchvision).sort());
  });

  const tables = readdirSync(new URL('../ground-truth/torch_layers/', import.meta.url))
    .map((file) => file.replace('.tsv', ''))
    .filter((model) => model in torchvision);

  it('has tables for layer-by-layer comparison', () => {
    expect(tables.length).toBe(9);
  });

  // PyTorch lists layers in the order they run; ours runs the skip after the branch, as torchvision's blocks do.
  it.each(tables)('%s: every convolution, normalisation and fully connected layer', (model) => {
    const kinds: Record<string, string> = { Conv2d: 'conv', Linear: 'fc', BatchNorm2d: 'bn', MaxPool2d: 'maxpool' };
    const rows = readTable(`torch_layers/${model}.tsv`)
      .filter((row) => row.type in kinds)
      .map((row) => [
        kinds[row.type],
        row.out_shape.split('x').slice(1).join('x'),
        Number(row.params),
        Number(row.macs),
      ]);
    const own = mainPart(networkNamed(torchvision[model]))
      .filter(({ layer }) => Object.values(kinds).includes(layer.operation.kind))
      .map(({ layer: { operation, output }, cost }) => [
        operation.kind,
        operation.kind === 'fc' ? `${output.channels}` : `${output.channels}x${output.height}x${output.width}`,
        cost.weights.count + cost.biases,
        cost.macs,
      ]);
    expect(own).toEqual(rows);
  });
});

describe('networks after the course', () => {
  // Parameters and billions of multiply-accumulates as torchvision's documentation prints them (num_params, GFLOPS).
  it.each([
    ['SqueezeNet', 1_248_424, 0.82],
    ['DenseNet121', 7_978_856, 2.83],
    ['MobileNetV2', 3_504_872, 0.3],
    ['MobileNetV3', 5_483_032, 0.22],
    ['ShuffleNetV2', 2_278_604, 0.14],
    ['EfficientNetB0', 5_288_548, 0.39],
    ['ConvNeXtT', 28_589_128, 4.46],
    ['ResNeXt50', 25_028_904, 4.23],
  ])('%s: %i parameters, %d G', (name, parameters, billions) => {
    const { totals } = networkNamed(name);
    expect(totals.parameters).toBe(parameters);
    expect(Math.round(totals.macs / 1e7) / 100).toBe(billions);
  });
});

const caffe: Record<string, string> = {
  lenet: 'CaffeLeNet',
  cifar10_quick: 'Cifar10Quick',
  bvlc_alexnet: 'AlexNetTwoGroups',
  inceptionv4: 'InceptionV4',
};

describe("Caffe's networks", () => {
  it.each(Object.entries(caffe))('%s: totals', (model, name) => {
    const row = readTable('caffe_totals.tsv').find((candidate) => candidate.model === model)!;
    const { parameters, macs } = networkNamed(name).totals;
    expect(parameters).toBe(Number(row.params_incl_bias));
    expect(macs).toBe(Number(row.macs_per_image));
  });

  it.each(Object.entries({ ...caffe, bvlc_googlenet: 'GoogLeNet' }))('%s: layer by layer', (model, name) => {
    const kinds: Record<string, string> = { Convolution: 'conv', InnerProduct: 'fc' };
    const rows = readTable('caffe_layers.tsv')
      .filter((row) => row.model === model && row.type in kinds)
      .map((row) => [kinds[row.type], row.out_shape.split('x').slice(1).join('x'), Number(row.params)]);
    const own = mainPart(networkNamed(name))
      .filter(({ layer }) => layer.operation.kind === 'conv' || layer.operation.kind === 'fc')
      .map(({ layer: { operation, output }, cost }) => [
        operation.kind,
        operation.kind === 'fc' ? `${output.channels}` : `${output.channels}x${output.height}x${output.width}`,
        cost.weights.count + cost.biases,
      ]);
    expect(own).toEqual(rows);
  });

  it('GoogLeNet without its auxiliary heads', () => {
    const row = readTable('caffe_totals.tsv').find((candidate) => candidate.model === 'bvlc_googlenet')!;
    const main = totalOf(mainPart(networkNamed('GoogLeNet')));
    expect(main.parameters).toBe(Number(row.params_incl_bias));
    expect(main.macs).toBe(Number(row.macs_per_image));
  });
});

/** The instances that the first output needs. */
function mainPart({ graph, instances }: NetworkAnalysis) {
  const needed = new Set<number>();
  const pending = [graph.outputs[0].layer];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    pending.push(...graph.layers[id].inputs);
  }
  return instances.filter(({ layer }) => needed.has(layer.id));
}

function totalOf(instances: NetworkAnalysis['instances']) {
  const total = { parameters: 0, macs: 0, buffers: 0 };
  for (const { cost } of instances) {
    total.parameters += cost.weights.count + cost.biases;
    total.macs += cost.macs;
    total.buffers += cost.buffers;
  }
  return total;
}

describe('papers', () => {
  it.each([
    ['ZFNet', 62_357_608],
    ['PreResNet110', 1_727_962],
    ['PreResNet1001', 10_327_706],
    ['UNet', 31_030_658],
    ['GoogLeNet', 13_378_280],
    ['LeNet5', 61_706],
  ])('%s has %i parameters', (name, parameters) => {
    expect(networkNamed(name).totals.parameters).toBe(parameters);
  });

  it("ZFNet's layers are those of its table", () => {
    const rows = readTable('zfnet_table.tsv').filter((row) => /^(Conv|MaxPool)/.test(row.layer));
    const own = networkNamed('ZFNet').instances.filter(({ layer }) =>
      ['conv', 'maxpool'].includes(layer.operation.kind),
    );
    expect(
      own.map(({ layer: { output }, cost }) => [`${output.height}x${output.width}`, cost.weights.count + cost.biases]),
    ).toEqual(rows.map((row) => [row.out, Number(row.params)]));
  });
});

describe('receptive fields of whole networks', () => {
  const padding = (size: number, start: number) => (size - 1) / 2 - start;

  it.each([
    ['alexnet', 'AlexNet'],
    ['vgg16', 'VGG16'],
    ['resnet18', 'ResNet18'],
    ['resnet50', 'ResNet50'],
    ['googlenet', 'GoogLeNetBN'],
  ])('%s as measured with autograd on torchvision', (model, name) => {
    const row = readTable('rf_torchvision_measured.tsv').find((candidate) => candidate.model === model)!;
    const { field } = mainPart(networkNamed(name)).findLast(({ layer }) => layer.output.height > 1)!;
    expect(field.size[0]).toBe(Number(row.rf));
    expect(field.stride[0]).toBe(Number(row.effective_stride));
    expect(padding(field.size[0], field.start[0])).toBe(Number(row.effective_padding));
  });
});
