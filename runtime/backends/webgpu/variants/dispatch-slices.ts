// How many dispatches a kernel's work is cut into, so that no watchdog takes the GPU for hung: Windows resets its
// driver after two seconds, Chromium ends its GPU process after ten. The time is estimated for the slowest adapters
// there are, from operations and bytes. The planner asks: the slices' numbers take memory.

import { type Computation, productSizes, sizeOf, traitsOf } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';

/** What the slowest adapters of a kind do in a second, and the seconds that one of their dispatches may take. */
interface Pace {
  readonly operations: number;
  readonly bytes: number;
  readonly longest: number;
}

const paces: { readonly [kind in 'hardware' | 'software']: Pace } = {
  // A tenth of the peak of a graphics processor of 2012 (Intel HD 4000: 16 units of 16 operations at 1 GHz, less what
  // it shares), and a fifth of the 21 GB/s of its memory.
  hardware: { operations: 2e10, bytes: 4e9, longest: 0.5 },
  // A third of what direct kernels reach on SwiftShader with two cores (docs/benchmarks.md). Only a browser watches it.
  software: { operations: 2e9, bytes: 1e9, longest: 2 },
};

/** A submission holds at most so many times the work of the longest dispatch. */
const dispatchesInSubmission = 4;

/** More slices than this are not made: what is longer is longer. Their numbers take 64 KiB. */
const mostSlices = 256;

/** Bytes from one slice's number to the next: WebGPU's own alignment of a uniform binding's offset. */
export const sliceStride = 256;

function paceOf({ software, longestDispatch }: AdapterProfile): Pace {
  const pace = paces[software ? 'software' : 'hardware'];
  return longestDispatch === undefined ? pace : { ...pace, longest: longestDispatch };
}

/**
 * Seconds that a computation takes at most, as far as can be said. @param values that it reads and writes, 4 bytes
 * each
 */
export function secondsOf(computation: Computation, values: number, adapter: AdapterProfile): number {
  const { operations, bytes } = paceOf(adapter);
  return operationsOf(computation, values) / operations + (4 * values) / bytes;
}

/** Two for a multiply-accumulate; of what is no product one for each value, and for each that a window sees. */
function operationsOf(computation: Computation, values: number): number {
  const sizes = productSizes(computation);
  if (sizes) return 2 * sizes.rows * sizes.columns * sizes.sum * sizes.groups;
  const flops = traitsOf(computation).flops(computation);
  if (flops !== undefined || !('geometry' in computation)) return flops ?? values;
  const { window, output } = computation.geometry;
  return 2 * sizeOf(window.kernel) * sizeOf(output);
}

/** Into how many dispatches each kernel of a computation is cut; 1 where it stays whole. */
export function slicesOf(computation: Computation, values: number, adapter: AdapterProfile): number {
  const wanted = Math.ceil(secondsOf(computation, values, adapter) / paceOf(adapter).longest);
  return Math.min(mostSlices, Math.max(1, wanted));
}

/** Seconds of work that one submission may hold. */
export function longestSubmission(adapter: AdapterProfile): number {
  return dispatchesInSubmission * paceOf(adapter).longest;
}

/** Bytes of the uniform buffer with the numbers of so many slices; each dispatch binds one of them. */
export function sliceTableBytes(slices: number): number {
  return slices * sliceStride;
}
