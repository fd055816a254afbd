// ConvNetJS: plain JavaScript, one image at a time, chains of layers only.
import convnetjs from 'convnetjs';
import type { Graph, Layer } from '../../model/index.js';
import type { Contestant, Model } from './contestant.js';

/** ConvNetJS has no types. */
// biome-ignore lint/suspicious/noExplicitAny: the peers are installed on demand
type Net = any;

export const contestant: Contestant = {
  async prepare(model) {
    const { graph, batch, images, labels, learningRate, momentum } = model;
    const net: Net = new convnetjs.Net();
    net.makeLayers(defineLayers(graph));
    writeParameters(net, model);
    const trainer = new convnetjs.SGDTrainer(net, {
      method: 'sgd',
      learning_rate: learningRate,
      momentum,
      batch_size: batch,
      l1_decay: 0,
      l2_decay: 0,
    });
    const { height, width, channels } = graph.layers[0].output;
    const size = height * width * channels;
    return {
      description: 'plain JavaScript',
      async step() {
        let sum = 0;
        for (let image = 0; image < batch; image++) {
          const volume = new convnetjs.Vol(width, height, channels, 0);
          volume.w.set(images.subarray(image * size, (image + 1) * size));
          sum += trainer.train(volume, labels[image]).cost_loss;
        }
        return sum / batch;
      },
      close() {},
    };
  },
};

/** ConvNetJS's layer definitions; its softmax includes the last fully connected layer. */
function defineLayers({ layers, outputs }: Graph): object[] {
  return layers.map(({ operation, id, output }) => {
    switch (operation.kind) {
      case 'input':
        return { type: 'input', out_sx: output.width, out_sy: output.height, out_depth: output.channels };
      case 'conv': {
        const { kernel, stride, padding } = operation.window;
        return {
          type: 'conv',
          sx: kernel[1],
          sy: kernel[0],
          filters: operation.filters,
          stride: stride[0],
          pad: padding.top,
        };
      }
      case 'relu':
        return { type: 'relu' };
      case 'maxpool':
        return { type: 'pool', sx: operation.window.kernel[0], stride: operation.window.stride[0] };
      case 'fc':
        return id === outputs[0].layer
          ? { type: 'softmax', num_classes: operation.units }
          : { type: 'fc', num_neurons: operation.units };
      default:
        throw new Error(`it has no layer for ${operation.kind}`);
    }
  });
}

function writeParameters(net: Net, { graph, parameters }: Model): void {
  const weighted = (layer: Layer) => parameters.has(`${layer.path}/weights`);
  const layers: Net[] = net.layers.filter((layer: Net) => layer.filters);
  graph.layers.filter(weighted).forEach(({ path }, index) => {
    const weights = parameters.get(`${path}/weights`)!;
    const { filters, biases } = layers[index];
    filters.forEach(({ w }: { w: Float64Array }, filter: number) => {
      for (let at = 0; at < w.length; at++) w[at] = weights[at * filters.length + filter];
    });
    biases.w.set(parameters.get(`${path}/biases`)!);
  });
}
