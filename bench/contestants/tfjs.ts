// TensorFlow.js on any of its backends, with its own gradients, loss and momentum optimizer.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { Contestant, Model } from './contestant.js';
import { type Makers, oneHot, walk } from './walk.js';

/** The types of TensorFlow.js are not installed. */
// biome-ignore lint/suspicious/noExplicitAny: the peers are installed on demand
type Tensor = any;

/** A contestant on the backend that `start` registers under this name. */
export function onBackend(name: string, start: (gpu: GPU | undefined) => Promise<void>): Contestant {
  return {
    async prepare(model, gpu) {
      await start(gpu);
      if (!(await tf.setBackend(name))) throw new Error(`its backend ${name} does not start here`);
      await tf.ready();
      const { graph, batch, images, labels, learningRate, momentum } = model;
      const { height, width, channels } = graph.layers[0].output;
      const wanted = oneHot(model, 10);
      const variables = variablesOf(model);
      const optimizer = tf.train.momentum(learningRate, momentum);
      return {
        description: name,
        async step() {
          const loss: Tensor = tf.tidy(() => {
            const x = tf.tensor4d(images, [batch, height, width, channels]);
            const y = tf.tensor2d(wanted, [labels.length, 10]);
            const lossOf = () => tf.losses.softmaxCrossEntropy(y, forward(model, variables, x));
            return optimizer.minimize(lossOf, true, trainable(variables));
          });
          const [value] = await loss.data();
          loss.dispose();
          return value;
        },
        bytes: name === 'webgl' ? countTextureBytes : undefined,
        close() {
          optimizer.dispose();
          for (const variable of variables.values()) variable.dispose();
        },
      };
    },
  };
}

/** Its backend pools unused textures: they count too. */
function countTextureBytes(): number {
  const { numBytesInGPUAllocated, numBytesInGPU } = tf.memory();
  return numBytesInGPUAllocated ?? numBytesInGPU;
}

type Variables = ReadonlyMap<string, Tensor>;

const trainable = (variables: Variables) => [...variables.values()].filter((variable) => variable.trainable);

/** By name; running statistics are variables without a gradient. */
function variablesOf({ graph, parameters }: Model): Variables {
  const variables = new Map<string, Tensor>();
  const add = (name: string, values: Float32Array, shape: readonly number[], isTrainable = true) =>
    variables.set(name, tf.variable(tf.tensor(values, [...shape]), isTrainable));
  for (const { path, operation, inputs, output } of graph.layers) {
    const weights = parameters.get(`${path}/weights`);
    const input = graph.layers[inputs[0] ?? -1]?.output;
    if (weights && operation.kind === 'conv') {
      add(`${path}/weights`, weights, [...operation.window.kernel, input.channels, operation.filters]);
    } else if (weights) {
      add(`${path}/weights`, weights, [weights.length / output.channels, output.channels]);
    }
    for (const name of [`${path}/biases`, `${path}/scale`, `${path}/shift`]) {
      const values = parameters.get(name);
      if (values) add(name, values, [values.length]);
    }
    if (operation.kind === 'bn') {
      add(`${path}/mean`, new Float32Array(output.channels), [output.channels], false);
      add(`${path}/variance`, new Float32Array(output.channels).fill(1), [output.channels], false);
    }
  }
  return variables;
}

function forward({ graph, batch }: Model, variables: Variables, images: Tensor): Tensor {
  const makers: Makers<Tensor> = {
    conv({ window, bias }, [x], { path }) {
      const { top, bottom, left, right } = window.padding;
      const padding = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      const y = tf.conv2d(x, variables.get(`${path}/weights`), [...window.stride], padding);
      return bias ? tf.add(y, variables.get(`${path}/biases`)) : y;
    },
    fc({ bias }, [x], { path }) {
      const y = tf.matMul(tf.reshape(x, [batch, -1]), variables.get(`${path}/weights`));
      return bias ? tf.add(y, variables.get(`${path}/biases`)) : y;
    },
    maxpool: ({ window }, [x]) => tf.maxPool(x, [...window.kernel], [...window.stride], 'valid'),
    relu: (_, [x]) => tf.relu(x),
    bn({ eps, momentum }, [x], { path }) {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      for (const [name, now] of [
        ['mean', mean],
        ['variance', variance],
      ]) {
        const running = variables.get(`${path}/${name}`);
        running.assign(tf.add(tf.mul(running, 1 - momentum), tf.mul(now, momentum)));
      }
      return tf.batchNorm(x, mean, variance, variables.get(`${path}/shift`), variables.get(`${path}/scale`), eps);
    },
    add: (_, [a, b]) => tf.add(a, b),
    shortcut({ filters, stride }, [x]) {
      // A pooling with a 1x1 window takes every stride-th pixel: its strided slice has no gradient.
      const strided = tf.avgPool(x, 1, [...stride], 'valid');
      return tf.pad(strided, [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, filters - x.shape[3]],
      ]);
    },
    global_avgpool: (_, [x]) => tf.mean(x, [1, 2]),
  };
  return walk(graph, images, makers, (value) => value);
}
