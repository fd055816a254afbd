// Checks that a value is a graph and a job that can be trained, before anything is built from them.
import type { Graph, Layer, Optimizer, Output, TrainingJob } from '../../language/graph/index.js';
import { arrayOf, count, finite, flag, isRecord, kindIn, positive, text } from './checks.js';
import { isAugmentation, isDataSource } from './data-checks.js';
import { isOperation, readsRightly } from './operation-checks.js';
import { isShape } from './shape-checks.js';

const maximumLayers = 100_000;
const maximumSteps = 100;

/** Every layer reads only what comes before it, so that whoever walks the graph comes to an end. */
export function isGraph(value: unknown): value is Graph {
  if (!isRecord(value) || !text(value.name)) return false;
  const { layers, outputs } = value;
  if (!arrayOf(isLayer, maximumLayers)(layers) || !arrayOf(isOutput, maximumLayers)(outputs)) return false;
  const ordered = layers.every(({ id, inputs }, index) => id === index && inputs.every((input) => input < index));
  return ordered && outputs.length > 0 && outputs.every(({ layer }) => layer < layers.length);
}

export function isTrainingJob(value: unknown): value is TrainingJob {
  if (!isRecord(value)) return false;
  return (
    text(value.network) &&
    isDataSource(value.data) &&
    arrayOf(isAugmentation, maximumSteps)(value.augment) &&
    [value.batch, value.epochs].every(positive) &&
    count(value.seed) &&
    isOptimizer(value.optimizer)
  );
}

const hasItsArguments = kindIn<Optimizer>({
  sgd: ({ momentum, nesterov }) => finite(momentum) && flag(nesterov),
  adagrad: ({ eps }) => finite(eps),
  rmsprop: ({ decay, eps }) => [decay, eps].every(finite),
  adam: ({ beta1, beta2, eps }) => [beta1, beta2, eps].every(finite),
  adamw: ({ beta1, beta2, eps }) => [beta1, beta2, eps].every(finite),
});

function isOptimizer(value: unknown): value is Optimizer {
  return isRecord(value) && [value.learningRate, value.weightDecay].every(finite) && hasItsArguments(value);
}

function isLayer(value: unknown): value is Layer {
  if (!isRecord(value)) return false;
  const { id, path, operation, inputs, output } = value;
  if (!count(id) || !text(path) || !isOperation(operation) || !arrayOf(count, maximumLayers)(inputs)) return false;
  return readsRightly(operation, inputs.length) && isShape(output);
}

function isOutput(value: unknown): value is Output {
  return isRecord(value) && count(value.layer) && finite(value.weight);
}
