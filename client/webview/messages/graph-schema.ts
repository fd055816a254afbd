// The schema of a graph, with the arguments of every kind of layer.
import type { Graph, Layer, Operation, Output } from '../../../model/index.js';
import {
  arrayOf,
  boolean,
  count,
  finite,
  fraction,
  object,
  oneOf,
  positive,
  text,
  variant,
  where,
} from '../../../model/schema.js';
import { padding, pairOf, shape, window } from './shape-schemas.js';

const maxLayers = 100_000;

const below1 = where(fraction, (value) => value < 1);

const operation = where(
  variant<Operation, 'kind'>('kind', {
    input: {},
    conv: { filters: positive, window, groups: positive, bias: boolean },
    depthwise: { multiplier: positive, window, bias: boolean },
    upconv: { filters: positive, window, outputPadding: pairOf(count), groups: positive, bias: boolean },
    maxpool: { window },
    avgpool: { window, countPad: boolean },
    global_maxpool: {},
    global_avgpool: {},
    fc: { units: positive, bias: boolean },
    dropout: { rate: below1 },
    bn: { eps: finite, momentum: below1, scale: boolean, shift: boolean },
    layer_norm: { eps: finite },
    group_norm: { groups: positive, eps: finite },
    instance_norm: { eps: finite, affine: boolean },
    lrn: { size: positive, alpha: finite, beta: finite, k: finite },
    scale: { init: finite },
    relu: {},
    relu6: {},
    leaky_relu: { slope: finite },
    sigmoid: {},
    hard_sigmoid: {},
    tanh: {},
    gelu: {},
    swish: {},
    hard_swish: {},
    elu: { alpha: finite },
    selu: {},
    softplus: {},
    mish: {},
    prelu: { shared: boolean, init: finite },
    softmax: {},
    add: {},
    mul: {},
    concat: {},
    flatten: {},
    shuffle: { groups: positive },
    depth_to_space: { block: positive },
    space_to_depth: { block: positive },
    part: { index: positive, of: positive },
    shortcut: { filters: positive, stride: pairOf(positive) },
    upsample: { factor: pairOf(positive), mode: oneOf('nearest', 'bilinear') },
    pad: { by: padding },
    crop: { by: padding },
  }),
  (each) => each.kind !== 'part' || each.index <= each.of,
);

const layer = where(
  object<Layer>({ id: count, path: text, operation, inputs: arrayOf(count, maxLayers), output: shape }),
  ({ operation: { kind }, inputs: { length } }) => {
    if (kind === 'input') return length === 0;
    return kind === 'add' || kind === 'mul' || kind === 'concat' ? length > 0 : length === 1;
  },
);

/** Every layer reads only earlier ones, so that every walk over the graph ends. */
export const graph = where(
  object<Graph>({
    name: text,
    layers: arrayOf(layer, maxLayers),
    outputs: arrayOf(object<Output>({ layer: count, weight: finite }), maxLayers),
  }),
  ({ layers, outputs }) =>
    layers.every(({ id, inputs }, index) => id === index && inputs.every((input) => input < index)) &&
    outputs.length > 0 &&
    outputs.every(({ layer }) => layer < layers.length),
);
