// The JSON of `cnn summary`. Other programs read it: fields are only added.
import { auxiliaryOf, type Instance, type NetworkAnalysis } from '../../language/index.js';
import type { Shape } from '../../model/index.js';
import type { NetworkSummary } from './summarise.js';

export function summaryJson(summaries: readonly NetworkSummary[]) {
  return { networks: summaries.map(toJson) };
}

function toJson({ network, batch, adapter, memory, checkpointed, halved }: NetworkSummary) {
  const { weights, biases, parameters, buffers, macs, activations } = network.totals;
  const auxiliary = auxiliaryOf(network);
  return {
    name: network.name,
    batch,
    layers: network.instances.map((instance) => layerJson(network, instance)),
    totals: {
      weights,
      biases,
      parameters,
      buffers,
      macs,
      activations,
      // Of layers that only auxiliary outputs need; included in the sums above.
      auxiliary: { parameters: auxiliary.parameters, macs: auxiliary.macs },
    },
    // null for a network with errors.
    memory: memory
      ? {
          inference: memory.inference,
          training: memory.training,
          checkpointed,
          // null for an adapter without f16 storage.
          halved: adapter && !adapter.profile.f16 ? null : halved,
          batchParts: memory.microBatches,
          // The adapter's name; null for an unknown GPU.
          adapter: adapter?.name ?? null,
          parts: { ...memory.parts },
        }
      : null,
  };
}

function layerJson({ instances }: NetworkAnalysis, { layer, origin, file, cost, field, misaligned }: Instance) {
  return {
    path: layer.path,
    kind: layer.operation.kind,
    // Only for a layer of an imported file.
    ...(file !== undefined && { file }),
    line: origin.start.line + 1,
    inputs: layer.inputs.map((input) => sides(instances[input].layer.output)),
    output: sides(layer.output),
    activations: cost.activations,
    weights: cost.weights.count,
    biases: cost.biases,
    buffers: cost.buffers,
    macs: cost.macs,
    // Pixels, [vertical, horizontal]; `size` of the unit that sees most, `start` the first unit's centre.
    receptiveField: {
      size: [...field.size],
      stride: [...field.stride],
      start: [...field.start],
      // Of the unit that sees least.
      smallest: [...field.smallest],
      // Every unit sees the whole input.
      whole: field.whole,
    },
    // A join of tensors that are centred on different pixels.
    misaligned,
  };
}

function sides({ height, width, channels }: Shape): number[] {
  return [height, width, channels];
}
