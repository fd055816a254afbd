// What a training takes with `storage = f16`, shown beside what it takes without.
import type { Graph } from '../../model/index.js';
import { planTraining, type TrainingOptions } from './plan-training.js';

/** What training allocates with activations in 16 bits, on a target like the given one that can store them. */
export function f16Bytes(graph: Graph, options: TrainingOptions): number {
  const target = { ...options.target, f16Storage: true };
  return planTraining(graph, { ...options, target, storage: 'f16' }).plan.bytes;
}
