// The settings of a step as kernels read them: the uniform `Settings` of runtime/backends/webgpu/shaders/kernel.ts.

import type { MicroBatchSettings, Program } from '../../../ir/index.js';
import { settingsBytes } from '../target.js';

/** The settings of each micro-batch of a step, in order. */
export function settingsOfMicroBatches(
  { batch, microBatches }: Program,
  settings: Omit<MicroBatchSettings, 'firstImage'>,
): MicroBatchSettings[] {
  return Array.from({ length: microBatches }, (_, microBatch) => ({
    ...settings,
    firstImage: microBatch * (batch / microBatches),
  }));
}

/** One after the other, `settingsBytes` each. */
export function packSettings(settings: readonly MicroBatchSettings[]): ArrayBuffer {
  const bytes = new ArrayBuffer(settings.length * settingsBytes);
  settings.forEach(({ learningRate, step, seed, firstImage, partial, lossScale = 1 }, index) => {
    const view = new DataView(bytes, index * settingsBytes, settingsBytes);
    view.setFloat32(0, learningRate, true);
    view.setUint32(4, step, true);
    view.setUint32(8, seed, true);
    view.setUint32(12, firstImage, true);
    view.setUint32(16, partial?.emptySlots ?? 0, true);
    view.setFloat32(20, partial?.scale ?? 1, true);
    view.setFloat32(24, lossScale, true);
  });
  return bytes;
}
