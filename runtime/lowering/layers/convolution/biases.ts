// The biases that convolutions and fully connected layers add: one a channel, 0 at first.
import type { Extents } from '../../../ir/extents.js';
import { type ParameterForm, rowsOf, type Step } from '../layer-work.js';

export function biasForms(present: boolean, channels: number): ParameterForm[] {
  return present ? [{ name: 'biases', shape: [channels], initial: { kind: 'constant', value: 0 } }] : [];
}

/** @param output what the biases are added to */
export function biasGradientSteps(present: boolean, output: Extents): Step[] {
  if (!present) return [];
  const computation = { kind: 'bias-gradient', rows: rowsOf(output), channels: output[3] } as const;
  return [{ computation, reads: ['dy'], writes: ['dbiases'] }];
}
