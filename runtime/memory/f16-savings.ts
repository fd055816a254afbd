// What a training takes with its activations in halves (`storage = f16`), as people are told beside what it takes
// without.
import { formatBytes, type Graph } from '../../model/index.js';
import { unknownGpu } from '../backends/webgpu/adapter-profile.js';
import type { SeenAdapter } from '../backends/webgpu/tuning/last-adapter.js';
import { planTraining, type TrainingOptions } from './plan-training.js';

/** What training allocates with activations in 16 bits, on an adapter like the given one that has them. */
export function halvedBytes(graph: Graph, options: TrainingOptions): number {
  const adapter = { ...(options.adapter ?? unknownGpu), f16: true };
  return planTraining(graph, { ...options, adapter, storage: 'f16' }).plan.bytes;
}

/** The same in words, for the adapter that is planned for; undefined: none is known. */
export function halvedText(bytes: number, adapter: SeenAdapter | undefined): string {
  if (adapter && !adapter.profile.f16) return 'not on this adapter, which cannot store 16 bits (shader-f16)';
  const where = adapter ? '' : ', on an adapter that can (shader-f16)';
  return `${formatBytes(bytes)}, keeping activations in 16 bits${where}`;
}
