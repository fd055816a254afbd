// From a graph to its work as data.
import { elements, type Graph, type Optimizer, type Output } from '../../language/graph/index.js';
import { type BackwardPass, backwardPass, learnedTensors } from './backward.js';
import { forwardPass, logitsLayer } from './forward.js';
import type { Instruction, Parameter, Program } from './program.js';
import { createRecord, type TensorRecord } from './record.js';
import { updateForm } from './updates.js';

export interface ProgramOptions {
  /** Images in a step; a positive integer. */
  readonly batch: number;
  readonly optimizer: Optimizer;
}

/**
 * The training program of a sound graph: forward, the outputs' losses summed by weight, backward, update. The metrics
 * are the first output's. Scores of a network that answers with more than a vector are taken flattened.
 */
export function buildProgram(graph: Graph, { batch, optimizer }: ProgramOptions): Program {
  const record = createRecord(graph, batch);
  const labels = record.tensor('labels', 'labels', [batch], 'u32');
  const metrics = record.tensor('metrics', 'metrics', [2]);
  const evaluated = logitsLayer(graph, graph.outputs[0]!);

  const results = graph.outputs.map((output) => logitsLayer(graph, output));
  const forward = forwardPass(record, 'training', results);
  const learned = learnedTensors(record, forward);
  const losses: Instruction[] = [];
  const lossGradients: [tensor: number, gradient: number][] = [];
  graph.outputs.forEach((output, index) => {
    const logits = forward.values[results[index]!]!;
    const outputs = [index === 0 ? metrics : record.tensor(`metrics.${index}`, 'workspace', [2])];
    if (learned.has(logits)) {
      const { name, shape } = record.tensors[logits]!;
      const gradient = record.tensor(`${name}/gradient`, 'activation-gradient', shape);
      lossGradients.push([logits, gradient]);
      outputs.push(gradient);
    }
    losses.push(lossOf(graph, output, batch, [logits, labels], outputs));
  });
  const backward = backwardPass(record, forward, learned, lossGradients);
  const { parameters, updates } = updatesOf(record, backward, optimizer);

  const inference = forwardPass(record, 'inference', [evaluated]);
  const logits = inference.values[evaluated]!;
  const evaluation: Instruction[] = [
    ...inference.instructions,
    lossOf(graph, graph.outputs[0]!, batch, [logits, labels], [metrics]),
  ];
  return {
    name: graph.name,
    batch,
    tensors: record.tensors,
    images: record.images,
    labels,
    metrics,
    logits,
    parameters,
    statistics: record.allStatistics().map(({ tensor, initial }) => ({ tensor, initial })),
    step: [...forward.instructions, ...losses, ...backward.instructions, ...updates],
    evaluation,
  };
}

function lossOf(
  graph: Graph,
  output: Output,
  batch: number,
  inputs: readonly number[],
  outputs: readonly number[],
): Instruction {
  const { output: shape, path } = graph.layers[output.layer]!;
  return {
    computation: { kind: 'cross-entropy', batch, classes: elements(shape), weight: output.weight },
    inputs,
    outputs,
    layer: path,
  };
}

/** Every parameter that exists is needed by a loss, so each has its gradient. */
function updatesOf(
  record: TensorRecord,
  { parameterGradients }: BackwardPass,
  optimizer: Optimizer,
): { parameters: Parameter[]; updates: Instruction[] } {
  const form = updateForm(optimizer);
  const parameters: Parameter[] = [];
  const updates: Instruction[] = [];
  for (const { tensor, initial, shape, path } of record.allParameters()) {
    const gradient = parameterGradients.get(tensor)!;
    const { name } = record.tensors[tensor]!;
    const states = form.states.map((state) => record.tensor(`${name}/${state}`, 'optimizer-state', shape));
    parameters.push({ tensor, gradient, states, initial });
    updates.push({
      computation: form.update(shape.reduce((product, extent) => product * extent, 1)),
      inputs: [tensor, gradient, ...states],
      outputs: [tensor, ...states],
      layer: path,
    });
  }
  return { parameters, updates };
}
