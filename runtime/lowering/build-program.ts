// Builds the program of a graph: forward pass, losses, backward pass and updates.
import {
  type Clipping,
  type Goal,
  type Graph,
  type Initialisation,
  isImageGoal,
  type Loss,
  type Optimizer,
  type Output,
} from '../../model/index.js';
import { type Interruptible, runToEnd } from '../../model/interruptible.js';
import type { Instruction, Program } from '../ir/program.js';
import { backwardPass, learnedTensors } from './backward.js';
import { forwardPass, scoresLayer } from './forward.js';
import { lossComputation } from './losses.js';
import { accumulateGradients, isSplittable, lowerIntake } from './micro-batches.js';
import { createRecord } from './tensor-record.js';
import { updatePass } from './updates.js';

export interface ProgramOptions {
  /** Images in a step; a positive integer. */
  readonly batch: number;
  /**
   * Into how many equal micro-batches the batch is split; a divisor of it. Default: 1, and no other where a layer
   * looks across images.
   */
  readonly microBatches?: number;
  readonly optimizer: Optimizer;
  /** Default: a class. */
  readonly goal?: Goal;
  /** Default: cross-entropy; an image goal takes a loss of values. */
  readonly loss?: Loss;
  /** Default: gradients as they are. */
  readonly clip?: Clipping;
  /** Default: `he`. */
  readonly init?: Initialisation;
  /** Paths of layers, blocks and repeats whose parameters keep their initial values. Default: none. */
  readonly freeze?: readonly string[];
}

const crossEntropy: Loss = { kind: 'cross_entropy', smoothing: 0 };

/**
 * The training program of a sound graph: forward, the outputs' losses summed by weight, backward, update. The metrics
 * are the first output's. Scores of a network that answers with more than a vector are taken flattened. Throws a
 * RangeError for a batch that cannot be split so.
 */
export function buildProgram(graph: Graph, options: ProgramOptions): Program {
  return runToEnd(buildProgramInterruptibly(graph, options));
}

export function* buildProgramInterruptibly(
  graph: Graph,
  {
    batch,
    microBatches = 1,
    optimizer,
    goal = 'class',
    loss = crossEntropy,
    clip,
    init = 'he',
    freeze = [],
  }: ProgramOptions,
): Interruptible<Program> {
  const microBatch = batch / microBatches;
  if (!Number.isInteger(microBatch)) throw new RangeError(`a batch of ${batch} has no ${microBatches} equal parts`);
  if (microBatches > 1 && !isSplittable(graph))
    throw new RangeError(`${graph.name} looks at all images of a batch at once`);
  const record = createRecord(graph, { batch: microBatch, whole: microBatches === 1, init, freeze });
  const answer = graph.layers[graph.outputs[0].layer].output;
  const { images, whole, own, before, after } = lowerIntake(record, {
    batch,
    microBatches,
    labelExtents: goal === 'label-map' ? [answer.height, answer.width] : [],
    targetExtents: isImageGoal(goal) ? [answer.height, answer.width, answer.channels] : undefined,
  });
  const results = graph.outputs.map((output) => scoresLayer(graph, output, loss));
  const evaluated = results[0];
  const forward = forwardPass(record, 'training', results);
  yield forward.instructions.length;
  const learned = learnedTensors(record, forward);
  yield graph.layers.length;
  const losses: Instruction[] = [];
  const lossGradients: [tensor: number, gradient: number][] = [];
  graph.outputs.forEach((output, index) => {
    const scores = forward.values[results[index]]!;
    const outputs = [index === 0 ? own.metrics : record.tensor(`metrics.${index}`, 'workspace', [2])];
    if (learned.has(scores)) {
      const { name, shape } = record.tensors[scores];
      const gradient = record.tensor(`${name}/gradient`, 'activation-gradient', shape);
      lossGradients.push([scores, gradient]);
      outputs.push(gradient);
    }
    losses.push(lossOf(output, scores, outputs), ...(index === 0 ? after : []));
  });
  const backwardOfMicroBatch = backwardPass(record, forward, learned, lossGradients);
  yield backwardOfMicroBatch.instructions.length;
  const backward = microBatches === 1 ? backwardOfMicroBatch : accumulateGradients(record, backwardOfMicroBatch);
  const { parameters, instructions: updates } = updatePass(record, backward, optimizer, clip);
  yield updates.length;

  const inference = forwardPass(record, 'inference', [evaluated]);
  yield inference.instructions.length;
  const logits = inference.values[evaluated]!;
  const evaluationLoss = lossOf(graph.outputs[0], logits, [own.metrics]);
  return {
    name: graph.name,
    batch,
    goal,
    microBatches,
    storage: 'f32',
    tensors: record.tensors,
    images,
    ...whole,
    logits,
    parameters,
    statistics: record.allStatistics().map(({ tensor, initial }) => ({ tensor, initial })),
    step: [...before, ...forward.instructions, ...losses, ...backward.instructions, ...updates],
    evaluation: [...before, ...inference.instructions, evaluationLoss, ...after],
  };

  function lossOf(output: Output, scores: number, outputs: readonly number[]): Instruction {
    const { output: shape, path } = graph.layers[output.layer];
    // A micro-batch's mean counts for its share of the batch.
    const site = { batch: microBatch, shape, weight: output.weight / microBatches };
    const inputs = own.targets === undefined ? [scores, own.labels] : [scores, own.targets, own.labels];
    return { computation: lossComputation(goal, loss, site), inputs, outputs, layer: path };
  }
}
