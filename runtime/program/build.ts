// From a graph to its work as data.
import {
  type Clipping,
  elements,
  type Graph,
  type Initialisation,
  type Loss,
  type Optimizer,
  type Output,
} from '../../language/graph/index.js';
import { backwardPass, learnedTensors } from './backward.js';
import { forwardPass, scoresLayer } from './forward.js';
import type { Instruction, Program } from './program.js';
import { createRecord } from './record.js';
import { updatePass } from './updates.js';

export interface ProgramOptions {
  /** Images in a step; a positive integer. */
  readonly batch: number;
  readonly optimizer: Optimizer;
  /** Default: cross-entropy. */
  readonly loss?: Loss;
  /** Default: gradients as they are. */
  readonly clip?: Clipping;
  /** Default: `he`. */
  readonly init?: Initialisation;
  /** Paths of layers, blocks and repeats whose parameters keep the values they begin with. Default: none. */
  readonly freeze?: readonly string[];
}

const crossEntropy: Loss = { kind: 'cross_entropy', smoothing: 0 };

/**
 * The training program of a sound graph: forward, the outputs' losses summed by weight, backward, update. The metrics
 * are the first output's. Scores of a network that answers with more than a vector are taken flattened.
 */
export function buildProgram(
  graph: Graph,
  { batch, optimizer, loss = crossEntropy, clip, init = 'he', freeze = [] }: ProgramOptions,
): Program {
  const record = createRecord(graph, { batch, init, freeze });
  const labels = record.tensor('labels', 'labels', [batch], 'u32');
  const metrics = record.tensor('metrics', 'metrics', [2]);
  const results = graph.outputs.map((output) => scoresLayer(graph, output, loss));
  const evaluated = results[0]!;
  const forward = forwardPass(record, 'training', results);
  const learned = learnedTensors(record, forward);
  const losses: Instruction[] = [];
  const lossGradients: [tensor: number, gradient: number][] = [];
  graph.outputs.forEach((output, index) => {
    const scores = forward.values[results[index]!]!;
    const outputs = [index === 0 ? metrics : record.tensor(`metrics.${index}`, 'workspace', [2])];
    if (learned.has(scores)) {
      const { name, shape } = record.tensors[scores]!;
      const gradient = record.tensor(`${name}/gradient`, 'activation-gradient', shape);
      lossGradients.push([scores, gradient]);
      outputs.push(gradient);
    }
    losses.push(lossOf(output, [scores, labels], outputs));
  });
  const backward = backwardPass(record, forward, learned, lossGradients);
  const { parameters, instructions: updates } = updatePass(record, backward, optimizer, clip);

  const inference = forwardPass(record, 'inference', [evaluated]);
  const logits = inference.values[evaluated]!;
  const evaluation: Instruction[] = [...inference.instructions, lossOf(graph.outputs[0]!, [logits, labels], [metrics])];
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

  function lossOf(output: Output, inputs: readonly number[], outputs: readonly number[]): Instruction {
    const { output: shape, path } = graph.layers[output.layer]!;
    const sizes = { batch, classes: elements(shape), weight: output.weight };
    return {
      computation:
        loss.kind === 'mse'
          ? { kind: 'mse', ...sizes }
          : { kind: 'cross-entropy', ...sizes, smoothing: loss.smoothing },
      inputs,
      outputs,
      layer: path,
    };
  }
}
