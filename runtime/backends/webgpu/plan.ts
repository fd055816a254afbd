// A plan with what only WebGPU needs to run it: dispatch slices, and its own buffers by their purpose.
import type { Program } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import { stepsInFlight } from '../backend.js';
import type { AdapterProfile } from './adapter-profile.js';
import { planSlices } from './slices.js';
import { ownNames, type WebGpuTarget } from './target.js';

export interface WebGpuPlan extends Plan {
  readonly target: WebGpuTarget;
  readonly adapter: AdapterProfile;
  /** Parallel to `program.step`: the number of dispatches that each kernel of an instruction is cut into. */
  readonly stepSlices: readonly number[];
  /** Parallel to `program.evaluation`. */
  readonly evaluationSlices: readonly number[];
  /** The buffer of the settings uniform; this and the following are indices in `buffers`. */
  readonly settings: number;
  /** Only with several micro-batches: the settings of each, copied into the uniform in turn. */
  readonly microBatchSettings: number | undefined;
  /** Only where a kernel is cut up: the numbers 0, 1, 2, ..., `sliceStride` bytes apart. */
  readonly sliceTable: number | undefined;
  /** Only on adapters that compile slowly: the constants in which kernels of one shader source differ. */
  readonly constantsTable: number | undefined;
  /** The ring through which metrics reach the host. */
  readonly readBack: readonly number[];
  /** The buffer through which snapshots reach the host. */
  readonly staging: number;
}

/** Throws an Error for a plan that was made for another target. */
export function createWebGpuPlan(program: Program, plan: Plan): WebGpuPlan {
  const { target } = plan;
  if (target.id !== 'webgpu') throw new Error(`the plan of ${program.name} is for ${target.id}, not for webgpu`);
  const { adapter } = target as WebGpuTarget;
  const find = (name: string) => plan.ownBuffers.find((own) => own.name === name)?.buffer;
  const get = (name: string): number => {
    const buffer = find(name);
    if (buffer === undefined) throw new Error(`the plan of ${program.name} has no buffer for ${name}`);
    return buffer;
  };
  const slices = planSlices(program, adapter);
  return {
    ...plan,
    target: target as WebGpuTarget,
    adapter,
    stepSlices: slices.step,
    evaluationSlices: slices.evaluation,
    settings: get(ownNames.settings),
    microBatchSettings: find(ownNames.microBatchSettings),
    sliceTable: find(ownNames.sliceTable),
    constantsTable: find(ownNames.constantsTable),
    readBack: Array.from({ length: stepsInFlight }, (_, slot) => get(ownNames.readBack(slot))),
    staging: get(ownNames.staging),
  };
}
