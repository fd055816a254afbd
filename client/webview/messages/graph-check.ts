// Checks that a value is a graph, before anything is built from it.
import type { Graph, Layer, Output } from '../../../model/index.js';
import { arrayOf, count, finite, isRecord, text } from './checks.js';
import { isOperation, readsRightly } from './operation-checks.js';
import { isShape } from './shape-checks.js';

const maximumLayers = 100_000;

/** Every layer reads only what comes before it, so that whoever walks the graph comes to an end. */
export function isGraph(value: unknown): value is Graph {
  if (!isRecord(value) || !text(value.name)) return false;
  const { layers, outputs } = value;
  if (!arrayOf(isLayer, maximumLayers)(layers) || !arrayOf(isOutput, maximumLayers)(outputs)) return false;
  const ordered = layers.every(({ id, inputs }, index) => id === index && inputs.every((input) => input < index));
  return ordered && outputs.length > 0 && outputs.every(({ layer }) => layer < layers.length);
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
