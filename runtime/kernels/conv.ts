// Convolution, forward: y[n, oy, ox, f] = b[f] + sum over ky, kx, c of x[n, iy, ix, c] * w[ky, kx, c, f], where
// iy = oy*s + ky*d - p and ix likewise. Activations NHWC, weights HWIO; overwrites y. The kernels: sliding.ts, winograd.ts.
import { winogradOf } from '../plan/winograd.js';
import {
  type AdapterProfile,
  type ComputationOf,
  type Instruction,
  isDepthwise,
  type WindowGeometry,
} from '../program/index.js';
import { depthwise } from './depthwise.js';
import type { Kernel, KernelsOf } from './kernel.js';
import { type Sliding, sliding } from './sliding.js';
import { asRow } from './window.js';
import { winograd } from './winograd.js';

export const conv: KernelsOf<ComputationOf<'conv'>> = (instruction, adapter) => {
  const { geometry, groups } = instruction.computation;
  const label = `${instruction.layer}: conv`;
  if (isDepthwise(geometry, groups)) return [depthwise(label, geometry, instruction)];
  const sizes = winogradOf(instruction.computation, adapter);
  if (sizes) return winograd(problemOf(label, geometry, groups), sizes, instruction, adapter);
  return [convolution(label, geometry, groups, instruction, adapter)];
};

/** The kernel of [x, weights, bias?] -> [y]; also a fully connected layer's, whose image is one pixel. */
export function convolution(
  label: string,
  geometry: WindowGeometry,
  groups: number,
  instruction: Instruction,
  adapter: AdapterProfile,
): Kernel {
  return sliding(problemOf(label, asRow(geometry), groups), instruction, adapter);
}

function problemOf(label: string, { window, input: source, output: result }: WindowGeometry, groups: number): Sliding {
  const [height, width] = window.kernel;
  const filters = result[3];
  const depth = source[3] / groups;
  const tap = depth * filters;
  const weights = {
    size: height * width * tap,
    first: 0,
    ky: width * tap,
    kx: tap,
    channel: filters,
    column: 1,
    group: filters / groups,
  };
  return { label, source, result, window, groups, weights };
}
