// Workgroup size of kernels with quad operations: whole quads, since their lanes run in uniform control flow.
import { type AdapterProfile, compilesSlowly } from '../adapter-profile.js';

/** Enough for every adapter; few enough that large tiles stay in registers. */
const most = 64;
/**
 * Where compiling is slow, for a kernel of another size would be another text. On llvmpipe 8 and 32 made a training
 * some percent slower; and of more, small images would leave most without work.
 */
const always = 16;

/** Threads of a workgroup, of so many that there are to be. */
export function quadWorkgroup(threads: number, adapter: AdapterProfile): number {
  return compilesSlowly(adapter) ? always : Math.min(most, 4 * Math.ceil(threads / 4));
}
