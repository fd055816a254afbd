// Random numbers: the stream that draws initial weights and shuffles, and the hash that decides the dropout mask. Both
// are exact in 32-bit unsigned arithmetic, so that every backend and every run repeats them bit for bit.
import { sizeOf } from './extents.js';
import type { Initial } from './program.js';

/** A stream of numbers, uniform in [0, 1). */
export type Random = () => number;

/** The mulberry32 stream of a seed (taken modulo 2^32). */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A parameter's values at the start of training; constants take nothing from the stream. `shape` is the tensor's. */
export function initialValues(initial: Initial, shape: readonly number[], random: Random): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  if (initial.kind === 'constant') return values.fill(initial.value);
  const bound = Math.sqrt(6 / (initial.kind === 'he-uniform' ? initial.fanIn : initial.fanIn + initial.fanOut));
  for (let i = 0; i < values.length; i++) values[i] = (random() * 2 - 1) * bound;
  return values;
}

/**
 * The PCG hash of a 32-bit number (output function RXS-M-XS of O'Neill, "PCG", 2014; as in Jarzynski and Olano,
 * "Hash Functions for GPU Rendering", JCGT 2020). In WGSL, where u32 arithmetic wraps by itself:
 *
 *     let s = v * 747796405u + 2891336453u;
 *     let w = ((s >> ((s >> 28u) + 4u)) ^ s) * 277803737u;
 *     return (w >> 22u) ^ w;
 */
export function pcg(value: number): number {
  const s = (Math.imul(value, 747796405) + 2891336453) >>> 0;
  const w = Math.imul((s >>> ((s >>> 28) + 4)) ^ s, 277803737) >>> 0;
  return ((w >>> 22) ^ w) >>> 0;
}

/** What one dropout layer's choices of one step hang on: `pcg(layer + pcg(step + pcg(seed)))`, sums modulo 2^32. */
export function dropoutKey(seed: number, step: number, layer: number): number {
  return pcg((layer + pcg((step + pcg(seed >>> 0)) >>> 0)) >>> 0);
}

/** The hash value from which on a value is kept: floor(rate*2^32), for a rate in [0, 1). */
export function dropoutThreshold(rate: number): number {
  return Math.floor(rate * 0x1_0000_0000);
}

/** Whether value `index` of a layer is kept: `pcg(pcg(index) ^ key) >= threshold`. */
export function dropoutKeeps(key: number, index: number, threshold: number): boolean {
  return pcg(pcg(index) ^ key) >= threshold;
}

/** What the dropout of a layer in a training step depends on. */
interface DropoutSource {
  readonly seed: number;
  readonly step: number;
  readonly layer: number;
  readonly rate: number;
}

/** Whether a dropout layer keeps value `index` (in NHWC order over the batch). */
export function dropoutKeep({ seed, step, layer, rate }: DropoutSource, index: number): boolean {
  return dropoutKeeps(dropoutKey(seed, step, layer), index, dropoutThreshold(rate));
}
