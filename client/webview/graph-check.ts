// Checks that a value is a graph and a job that can be trained, before anything is built from them.
import type { Graph, Kind, Layer, Output, Shape, TrainingJob, Window } from '../../language/graph/index.js';
import { arrayOf, count, finite, flag, isRecord, positive, text } from './checks.js';

type Fields = Readonly<Record<string, unknown>>;

const maximumLayers = 100_000;

const operations: { readonly [K in Kind]: (fields: Fields) => boolean } = {
  input: () => true,
  conv: ({ filters, window, groups, bias }) => positive(filters) && isWindow(window) && positive(groups) && flag(bias),
  maxpool: ({ window }) => isWindow(window),
  avgpool: ({ window, countPad }) => isWindow(window) && flag(countPad),
  relu: () => true,
  fc: ({ units, bias }) => positive(units) && flag(bias),
  flatten: () => true,
  dropout: ({ rate }) => finite(rate) && rate >= 0 && rate < 1,
  softmax: () => true,
};

/** Every layer reads only what comes before it, so that whoever walks the graph comes to an end. */
export function isGraph(value: unknown): value is Graph {
  if (!isRecord(value) || !text(value.name)) return false;
  const { layers, outputs } = value;
  if (!arrayOf(isLayer, maximumLayers)(layers) || !arrayOf(isOutput, maximumLayers)(outputs)) return false;
  const ordered = layers.every(({ id, inputs }, index) => id === index && inputs.every((input) => input < index));
  return ordered && outputs.length > 0 && outputs.every(({ layer }) => layer < layers.length);
}

export function isTrainingJob(value: unknown): value is TrainingJob {
  if (!isRecord(value) || !isRecord(value.optimizer)) return false;
  const { kind, learningRate, momentum } = value.optimizer;
  return (
    [value.network, value.data].every(text) &&
    [value.batch, value.epochs].every(positive) &&
    count(value.seed) &&
    kind === 'sgd' &&
    [learningRate, momentum].every(finite)
  );
}

function isLayer(value: unknown): value is Layer {
  if (!isRecord(value) || !isRecord(value.operation)) return false;
  const { id, path, operation, inputs, output } = value;
  const { kind } = operation;
  if (typeof kind !== 'string' || !Object.hasOwn(operations, kind) || !operations[kind as Kind](operation))
    return false;
  return count(id) && text(path) && arrayOf(count, maximumLayers)(inputs) && isShape(output);
}

function isOutput(value: unknown): value is Output {
  return isRecord(value) && count(value.layer) && finite(value.weight);
}

function isShape(value: unknown): value is Shape {
  return isRecord(value) && positive(value.height) && positive(value.width) && positive(value.channels);
}

function isWindow(value: unknown): value is Window {
  if (!isRecord(value) || !isRecord(value.padding)) return false;
  const { kernel, stride, dilation, padding, ceil } = value;
  const pairs = [kernel, stride, dilation].every((pair) => arrayOf(positive, 2)(pair) && pair.length === 2);
  return pairs && [padding.top, padding.left, padding.bottom, padding.right].every(count) && flag(ceil);
}
