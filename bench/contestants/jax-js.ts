// jax-js on a backend of its own: the whole step (loss, gradients, update) is one jitted function, as in its own
// examples. Images and weights are transposed to its NCHW and OIHW once, before the first step.
import type { Layer } from '../../model/index.js';
import type { Contestant, Model } from './contestant.js';
import { channelsFirst, type Makers, oneHot, transposed, walk } from './walk.js';

/** The types of jax-js are not installed. */
// biome-ignore lint/suspicious/noExplicitAny: the peers are installed on demand
type Jax = any;
type Arrays = Record<string, Jax>;

type Device = 'webgpu' | 'wasm';

async function load(device: Device): Promise<Jax> {
  const jax = await import('@jax-js/jax');
  const devices = await jax.init(device);
  if (!devices.includes(device)) throw new Error(`it finds no ${device}`);
  jax.defaultDevice(device);
  return jax;
}

export const contestantOn = (device: Device): Contestant => ({
  async prepare(model) {
    const jax = await load(device);
    const { numpy: np } = jax;
    const { graph, batch, images, labels } = model;
    const { height, width, channels } = graph.layers[0].output;
    const array = (values: Float32Array, shape: readonly number[]) => np.array(values).reshape([...shape]);
    const imagesFirst = channelsFirst(images, batch, channels);
    const wanted = oneHot(model, 10);

    const step = stepFunction(jax, model);
    let parameters = Object.fromEntries(
      parametersOf(model).map(({ name, values, shape }) => [name, array(values, shape)]),
    );
    let velocities = Object.fromEntries(
      parametersOf(model).map(({ name, values, shape }) => [name, array(new Float32Array(values.length), shape)]),
    );
    let statistics = statisticsOf(model, array);
    return {
      description: device,
      async step() {
        const x = array(imagesFirst, [batch, channels, height, width]);
        const y = array(wanted, [labels.length, 10]);
        let loss: Jax;
        [loss, parameters, velocities, statistics] = step(parameters, velocities, statistics, x, y);
        return (await loss.data())[0];
      },
      close() {
        jax.tree.dispose([parameters, velocities, statistics]);
        step.dispose();
      },
    };
  },
});

export const contestant = contestantOn('webgpu');

/** One step as a pure function of parameters, velocities and statistics. */
function stepFunction(jax: Jax, model: Model): Jax {
  const { numpy: np, nn } = jax;
  const { batch, learningRate, momentum } = model;
  const loss = (parameters: Arrays, x: Jax, y: Jax): [Jax, Arrays] => {
    const moments: Arrays = {};
    const logits = forward(jax, model, parameters, x, moments);
    return [np.sum(nn.logSoftmax(logits, -1).mul(y)).mul(-1 / batch), moments];
  };
  return jax.jit((parameters: Arrays, velocities: Arrays, statistics: Arrays, x: Jax, y: Jax) => {
    const [[value, moments], gradients] = jax.valueAndGrad(loss, { hasAux: true })(jax.tree.ref(parameters), x, y);
    const changed: Arrays = {};
    const faster: Arrays = {};
    for (const name of Object.keys(parameters)) {
      faster[name] = velocities[name].mul(momentum).add(gradients[name]);
      changed[name] = parameters[name].sub(faster[name].ref.mul(learningRate));
    }
    const averages: Arrays = {};
    for (const name of Object.keys(statistics)) averages[name] = statistics[name].mul(0.9).add(moments[name].mul(0.1));
    return [value, changed, faster, averages];
  });
}

/** Returns the logits; writes batch normalisation's means and variances into `moments`. */
function forward(jax: Jax, { graph, batch }: Model, parameters: Arrays, images: Jax, moments: Arrays): Jax {
  const { numpy: np, nn, lax } = jax;
  const perChannel = [0, 2, 3];
  const spread = (values: Jax, channels: number) => values.reshape([1, channels, 1, 1]);
  const makers: Makers<Jax> = {
    conv({ window, filters, bias }, [x], { path }) {
      const { top, bottom, left, right } = window.padding;
      const y = lax.convGeneralDilated(
        x,
        parameters[`${path}/weights`],
        [...window.stride],
        [
          [top, bottom],
          [left, right],
        ],
      );
      return bias ? y.add(spread(parameters[`${path}/biases`], filters)) : y;
    },
    fc({ bias }, [x], { path }) {
      const y = np.matmul(x.reshape([batch, -1]), parameters[`${path}/weights`]);
      return bias ? y.add(parameters[`${path}/biases`]) : y;
    },
    maxpool({ window }, [x]) {
      return lax.reduceWindow(x, np.max, [...window.kernel], [...window.stride]);
    },
    relu: (_, [x]) => nn.relu(x),
    bn({ eps }, [x], { path, output: { channels } }) {
      const mean = np.mean(x.ref, perChannel, { keepdims: true });
      const centred = x.sub(mean.ref);
      const variance = np.mean(np.square(centred.ref), perChannel, { keepdims: true });
      moments[`${path}/mean`] = mean;
      moments[`${path}/variance`] = variance.ref;
      const scale = spread(parameters[`${path}/scale`], channels).div(np.sqrt(variance.add(eps)));
      return centred.mul(scale).add(spread(parameters[`${path}/shift`], channels));
    },
    add: (_, [a, b]) => a.add(b),
    shortcut({ filters, stride }, [x], { output: { height, width } }) {
      const [, channels] = x.shape;
      // It has no strided slices: takes every stride-th pixel by reshaping.
      const strided = x.reshape([batch, channels, height, stride[0], width, stride[1]]);
      return np.pad(strided.slice([], [], [], 0, [], 0), [
        [0, 0],
        [0, filters - channels],
        [0, 0],
        [0, 0],
      ]);
    },
    global_avgpool: (_, [x]) => np.mean(x, [2, 3]),
  };
  return walk(graph, images, makers, (value, last) => (last ? value : value.ref));
}

/** The parameters in jax-js's layouts. */
function parametersOf({ graph, parameters }: Model) {
  return [...parameters].map(([name, values]) => {
    const layer = graph.layers.find(({ path }) => name.startsWith(`${path}/`))!;
    return { name, ...transposeParameter(layer, graph.layers[layer.inputs[0]], name, values) };
  });
}

function transposeParameter({ operation }: Layer, input: Layer, name: string, values: Float32Array) {
  const { height, width, channels } = input.output;
  if (operation.kind === 'conv' && name.endsWith('/weights')) {
    const [kernelHeight, kernelWidth] = operation.window.kernel;
    const taps = kernelHeight * kernelWidth;
    const byFilter = transposed(values, taps * channels, operation.filters);
    const shape = [operation.filters, channels, kernelHeight, kernelWidth];
    return { values: channelsFirst(byFilter, operation.filters, channels), shape };
  }
  if (operation.kind === 'fc' && name.endsWith('/weights')) {
    const rows = transposed(values, height * width, channels, operation.units);
    return { values: rows, shape: [height * width * channels, operation.units] };
  }
  return { values, shape: [values.length] };
}

function statisticsOf({ graph }: Model, array: (values: Float32Array, shape: readonly number[]) => Jax): Arrays {
  const statistics: Arrays = {};
  for (const { operation, path, output } of graph.layers) {
    if (operation.kind !== 'bn') continue;
    const shape = [1, output.channels, 1, 1];
    statistics[`${path}/mean`] = array(new Float32Array(output.channels), shape);
    statistics[`${path}/variance`] = array(new Float32Array(output.channels).fill(1), shape);
  }
  return statistics;
}
