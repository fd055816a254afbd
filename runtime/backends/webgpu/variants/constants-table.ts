// Sizes the constants table, where kernels with a shared shader (shaders/shared-shaders.ts) find the constants in which
// they differ: one slot a kernel. The planner asks before any kernel is written.

import type { Instruction } from '../../../ir/index.js';
import { type AdapterProfile, compilesSlowly } from '../adapter-profile.js';

/** Bytes of a slot: WebGPU's own alignment of a uniform binding's offset. */
export const slotBytes = 256;
/** An instruction's kernels, most of which have one or two; where there are more, some keep a text of their own. */
const kernelsPerInstruction = 2;

/**
 * Bytes of the slots that these instructions may want; 0 on an adapter for which each kernel is better off with a
 * text of its own.
 */
export function constantsTableBytes(instructions: readonly Instruction[], adapter: AdapterProfile): number {
  if (!compilesSlowly(adapter)) return 0;
  const different = instructions.map(({ computation, inputs, inPlace }) =>
    JSON.stringify([computation, inputs.length, inPlace]),
  );
  return new Set(different).size * kernelsPerInstruction * slotBytes;
}
