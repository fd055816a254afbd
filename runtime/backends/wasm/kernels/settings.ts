// Where kernels find what changes from step to step, and how it is written before a step or micro-batch.
import { type MicroBatchSettings, pcg } from '../../../ir/index.js';

/** Offsets in bytes; all values have 32 bits. */
export const settingsAt = {
  /** f32 */
  learningRate: 0,
  /** u32: the place in the batch of the first image of this micro-batch. */
  firstImage: 4,
  /** u32: slots at the end of the batch that hold no image. */
  emptySlots: 8,
  /** f32: slots for each image; 1 in a whole batch. */
  scale: 12,
  /** u32: counts from 0. */
  step: 16,
  /** u32: `pcg(step + pcg(seed))`; a dropout's key is `pcg(layer + stepHash)` (runtime/ir/random.ts). */
  stepHash: 20,
  /** f32: labels for each label that counts; 1 where all count. */
  lossScale: 24,
} as const;

export const settingsBytes = 64;

export function writeSettings(view: DataView, offset: number, settings: MicroBatchSettings): void {
  const { learningRate, step, seed, firstImage, partial, lossScale = 1 } = settings;
  view.setFloat32(offset + settingsAt.learningRate, learningRate, true);
  view.setUint32(offset + settingsAt.firstImage, firstImage, true);
  view.setUint32(offset + settingsAt.emptySlots, partial?.emptySlots ?? 0, true);
  view.setFloat32(offset + settingsAt.scale, partial?.scale ?? 1, true);
  view.setFloat32(offset + settingsAt.lossScale, lossScale, true);
  view.setUint32(offset + settingsAt.step, step, true);
  view.setUint32(offset + settingsAt.stepHash, pcg((step + pcg(seed >>> 0)) >>> 0), true);
}
