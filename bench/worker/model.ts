// Initial weights and the batch of every training, from the random stream of test/ground-truth/README.md.
import type { Graph } from '../../model/index.js';
import { initialValues, mulberry32, sizeOf } from '../../runtime/ir/index.js';
import { buildProgram } from '../../runtime/lowering/index.js';
import type { Model } from '../contestants/contestant.js';

const learningRate = 0.01;
const momentum = 0.9;

export function makeModel(graph: Graph, batch: number): Model {
  const optimizer = { kind: 'sgd', learningRate, momentum, nesterov: false, weightDecay: 0 } as const;
  const program = buildProgram(graph, { batch, optimizer });
  const weights = mulberry32(42);
  const parameters = new Map<string, Float32Array>();
  for (const parameter of program.parameters) {
    const { name, shape } = program.tensors[parameter.tensor];
    parameters.set(name, initialValues(parameter.initial, shape, weights));
  }
  const values = mulberry32(7);
  const length = sizeOf(program.tensors[program.images].shape);
  const images = Float32Array.from({ length }, () => values() * 2 - 1);
  const labels = Uint32Array.from({ length: batch }, () => Math.floor(values() * 10));
  return { graph, batch, parameters, images, labels, learningRate, momentum };
}
