// The compared choices of kernels for 3x3 convolutions, and a control with slightly different weights.
import type { Executor } from '../../runtime/backends/backend.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';

export interface KernelChoice {
  readonly name: string;
  /** Derives the profile that the kernels are chosen for. */
  readonly adapter: (own: AdapterProfile) => AdapterProfile;
  /** Wraps the executor before the training writes its initial weights. */
  readonly executor: (own: Executor) => Executor;
}

const as = (winograd: 0 | 2 | 4) => (own: AdapterProfile) => ({ ...own, winograd });
const same = (own: Executor) => own;

/** The distance from 1 to the next float32. */
const rounding = 2 ** -23;

const kernelChoices: readonly KernelChoice[] = [
  { name: 'direct', adapter: as(0), executor: same },
  // The control: how far two trainings diverge after one rounding of every weight.
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

export function findKernelChoices(names: readonly string[]): KernelChoice[] {
  return names.map((name) => {
    const choice = kernelChoices.find((each) => each.name === name);
    if (!choice)
      throw new Error(`There are no kernels ${name}; there are ${kernelChoices.map((each) => each.name).join(', ')}.`);
    return choice;
  });
}
