// The settings of a step as kernels read them: the uniform `Settings` of runtime/backends/webgpu/shaders/kernel.ts.

import type { PartSettings, Program } from '../../../ir/index.js';
import { settingsBytes } from '../target.js';

/** What each part of a step's batch is given, in order. */
export function settingsOfParts({ batch, parts }: Program, settings: Omit<PartSettings, 'firstImage'>): PartSettings[] {
  return Array.from({ length: parts }, (_, part) => ({ ...settings, firstImage: part * (batch / parts) }));
}

/** One after the other, `settingsBytes` each. */
export function packSettings(settings: readonly PartSettings[]): ArrayBuffer {
  const bytes = new ArrayBuffer(settings.length * settingsBytes);
  settings.forEach(({ learningRate, step, seed, firstImage, partial }, index) => {
    const view = new DataView(bytes, index * settingsBytes, settingsBytes);
    view.setFloat32(0, learningRate, true);
    view.setUint32(4, step, true);
    view.setUint32(8, seed, true);
    view.setUint32(12, firstImage, true);
    view.setUint32(16, partial?.emptySlots ?? 0, true);
    view.setFloat32(20, partial?.scale ?? 1, true);
  });
  return bytes;
}
