// The dropout mask in WGSL: a hash of seed, step, layer and index, bit for bit `dropoutKeep` of runtime/ir/random.ts.
// No mask is stored, and every backend drops the same values.
import type { DropoutMask } from '../../../ir/epilogue.js';
import { dropoutThreshold } from '../../../ir/random.js';
import { f32, wgsl } from './wgsl.js';

const hash = `
fn pcg(v: u32) -> u32 {
  let s = v * 747796405u + 2891336453u;
  let w = ((s >> ((s >> 28u) + 4u)) ^ s) * 277803737u;
  return (w >> 22u) ^ w;
}`;

const one = `
fn keeps(at: u32, image: u32, key: u32, threshold: u32) -> bool {
  return pcg(pcg(settings.first_image * image + at) ^ key) >= threshold;
}`;
/** The same of the four values of element `at`. */
const four = `
fn keeps(at: u32, image: u32, key: u32, threshold: u32) -> vec4<bool> {
  let first = settings.first_image * image + 4u * at;
  return vec4<bool>(
    pcg(pcg(first) ^ key) >= threshold, pcg(pcg(first + 1u) ^ key) >= threshold,
    pcg(pcg(first + 2u) ^ key) >= threshold, pcg(pcg(first + 3u) ^ key) >= threshold);
}`;

/**
 * WGSL for value `x` of type `T` (f32 or vec4f, `width` values) at element `at` (u32), and the functions it uses; it
 * reads the step's settings.
 */
export function emitDropoutMask({ rate, layer, image }: DropoutMask, x: string, at: string, width: 1 | 4) {
  const key = wgsl`pcg(${layer}u + pcg(settings.step + pcg(settings.seed)))`;
  const isKept = wgsl`keeps(${at}, ${image}u, ${key}, ${dropoutThreshold(rate)}u)`;
  return {
    declarations: [hash, width === 4 ? four : one],
    value: wgsl`select(T(), ${x} * ${f32(1 / (1 - rate))}, ${isKept})`,
  };
}
