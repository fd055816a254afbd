// Dropout in training: y = x/(1 - rate) where the value is kept, else 0, and dx = dy/(1 - rate) at the same places.
// Elementwise; overwrites. What is kept is a hash of seed, step, layer and index, the same bits as
// `dropoutKeep` in program/random.ts, so that no mask is stored and every backend drops the same values.

import type { ComputationOf } from '../program/program.js';
import { dropoutThreshold } from '../program/random.js';
import { input, type Kernel, type KernelsOf, makeKernel, output } from './kernel.js';
import { f32 } from './wgsl.js';

const hash = `
fn pcg(v: u32) -> u32 {
  let s = v * 747796405u + 2891336453u;
  let w = ((s >> ((s >> 28u) + 4u)) ^ s) * 277803737u;
  return (w >> 22u) ^ w;
}`;

export const dropout: KernelsOf<ComputationOf<'dropout'>> = ({ computation, layer }) => [
  dropKernel(`${layer}: dropout`, computation),
];

export const dropoutGradient: KernelsOf<ComputationOf<'dropout-gradient'>> = ({ computation, layer }) => [
  dropKernel(`${layer}: dropout gradient`, computation),
];

function dropKernel(label: string, { size, rate, layer }: ComputationOf<'dropout' | 'dropout-gradient'>): Kernel {
  return makeKernel({
    label,
    buffers: [
      { name: 'before', type: 'f32', size, binding: input(0) },
      { name: 'after', type: 'f32', size, binding: output(0) },
    ],
    threads: size,
    settings: true,
    declarations: hash,
    body: `
  let key = pcg(${layer}u + pcg(settings.step + pcg(settings.seed)));
  let kept = pcg(pcg(i) ^ key) >= ${dropoutThreshold(rate)}u;
  after[i] = select(0.0f, before[i] * ${f32(1 / (1 - rate))}, kept);`,
  });
}
