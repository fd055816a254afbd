// The figures of whole networks against the textbook's table and torchvision's own layers.
import { describe, expect, it } from 'vitest';
import { readTable, readText, soundNetwork } from '../ground-truth.js';

describe('VGG-16', () => {
  const vgg = soundNetwork(readText('examples/vgg16.cnn'));

  it("equals the textbook's table row by row", () => {
    const rows = vgg.instances
      .filter(({ layer }) => ['input', 'conv', 'maxpool', 'fc'].includes(layer.operation.kind))
      .map(({ layer, cost }) => {
        const { height, width, channels } = layer.output;
        return [`${height}x${width}x${channels}`, cost.activations, cost.weights.count];
      });
    const truth = readTable('cs231n_vgg16_table.tsv').map((row) => [
      row.shape_HWC,
      Number(row.activation_values),
      Number(row.weights_excl_bias),
    ]);
    expect(rows).toEqual(truth);
  });

  it("adds up to the sum of the textbook's rows, not to the total it prints", () => {
    expect(vgg.totals.activations).toBe(15_237_608);
    expect(vgg.totals.weights).toBe(138_344_128);
  });

  it("has torchvision's parameters and multiply-accumulates, layer by layer and in total", () => {
    const torch = readTable('torch_layers/vgg16.tsv').filter((row) => ['Conv2d', 'Linear'].includes(row.type));
    const own = vgg.instances.filter(({ layer }) => ['conv', 'fc'].includes(layer.operation.kind));
    expect(own.map(({ cost }) => cost.weights.count + cost.biases)).toEqual(torch.map((row) => Number(row.params)));
    expect(own.map(({ cost }) => cost.macs)).toEqual(torch.map((row) => Number(row.macs)));
    const total = readTable('torchvision_computed.tsv').find((row) => row.model === 'vgg16')!;
    expect(vgg.totals.parameters).toBe(Number(total.params_no_aux));
    expect(vgg.totals.macs).toBe(Number(total.macs_conv_linear));
  });

  it('writes weights as the textbook does', () => {
    const products = vgg.instances.map(({ cost }) => cost.weights.product).filter((product) => product !== '');
    expect(products[0]).toBe('(3*3*3)*64');
    expect(products[1]).toBe('(3*3*64)*64');
    expect(products.slice(-3)).toEqual(['7*7*512*4096', '4096*4096', '4096*1000']);
  });
});

describe('LeNet-5', () => {
  it('has 61,706 parameters', () => {
    expect(soundNetwork(readText('examples/lenet5.cnn')).totals.parameters).toBe(61_706);
  });
});

describe('Caffe networks of plain chains', () => {
  const chains = {
    lenet: `input(28x28x1) -> conv(20, 5x5, pad=0) -> maxpool(2) -> conv(50, 5x5, pad=0) -> maxpool(2)
      -> fc(500) -> relu -> fc(10)`,
    cifar10_quick: `input(32x32x3) -> conv(32, 5x5, pad=2) -> maxpool(3, stride=2, ceil=true) -> relu
      -> conv(32, 5x5, pad=2) -> relu -> avgpool(3, stride=2, ceil=true)
      -> conv(64, 5x5, pad=2) -> relu -> avgpool(3, stride=2, ceil=true) -> fc(64) -> fc(10)`,
  };
  it.each(Object.entries(chains))('%s has the parameters and multiply-accumulates of its prototxt', (name, text) => {
    const truth = readTable('caffe_totals.tsv').find((row) => row.model === name)!;
    const { totals } = soundNetwork(text);
    expect(totals.parameters).toBe(Number(truth.params_incl_bias));
    expect(totals.macs).toBe(Number(truth.macs_per_image));
  });

  it.each(Object.entries(chains))('%s has the shapes of its prototxt, layer by layer', (name, text) => {
    const truth = readTable('caffe_layers.tsv')
      .filter((row) => row.model === name && ['Convolution', 'Pooling', 'InnerProduct'].includes(row.type))
      .map((row) => row.out_shape.split('x').slice(1).join('x'));
    const own = soundNetwork(text)
      .instances.filter(({ layer }) => ['conv', 'maxpool', 'avgpool', 'fc'].includes(layer.operation.kind))
      .map(({ layer: { operation, output } }) =>
        operation.kind === 'fc' ? `${output.channels}` : `${output.channels}x${output.height}x${output.width}`,
      );
    expect(own).toEqual(truth);
  });
});
