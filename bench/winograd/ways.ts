// The ways a training's 3x3 convolutions are computed in that the comparison knows, and the kernels and first weights
// of each.

import type { Executor } from '../../runtime/backends/backend.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';

export interface Way {
  readonly name: string;
  /** The profile its kernels are written for, from what is known of the adapter. */
  readonly adapter: (own: AdapterProfile) => AdapterProfile;
  /** What becomes of an executor before the training writes its first weights. */
  readonly executor: (own: Executor) => Executor;
}

const as = (winograd: 0 | 2 | 4) => (own: AdapterProfile) => ({ ...own, winograd });
const same = (own: Executor) => own;

/** One rounding: the distance of 1 from the next number in 32 bits. */
const rounding = 2 ** -23;

export const ways: readonly Way[] = [
  { name: 'direct', adapter: as(0), executor: same },
  // How far two trainings drift apart where nothing is wrong.
  {
    name: 'moved',
    adapter: as(0),
    executor: (own) => ({
      ...own,
      write: (tensor, values) =>
        own.write(
          tensor,
          Float32Array.from(values, (value) => value * (1 + rounding)),
        ),
    }),
  },
  { name: 'winograd-2', adapter: as(2), executor: same },
  { name: 'winograd-4', adapter: as(4), executor: same },
];

export function waysNamed(names: readonly string[]): Way[] {
  return names.map((name) => {
    const way = ways.find((each) => each.name === name);
    if (!way) throw new Error(`There is no way ${name}; there are ${ways.map((each) => each.name).join(', ')}.`);
    return way;
  });
}
