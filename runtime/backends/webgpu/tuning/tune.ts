// Measures on a device which variants of a network's most expensive products are fastest, before its training begins.
// The result goes into the adapter's profile, from which memory is planned and kernels are emitted: trainings with the
// same choices are equal to the bit.

import { type Computation, onePixelGeometry, type Program, productSizes, sizeOf } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import { fillSliceTable } from '../device/buffers.js';
import { createDispatches, type Dispatch, encodeDispatches, kernelUses } from '../device/dispatches.js';
import { withErrorScopes } from '../device/health.js';
import { compilePipelines } from '../device/pipelines.js';
import { slicesOf, sliceTableBytes } from '../variants/dispatch-slices.js';
import { workspaceOf } from '../variants/split-k.js';
import { candidatesOf, shapeKey, variantName } from '../variants/variants.js';

export interface TuningOptions {
  /** No other variant is begun after so many milliseconds. Default: 1000. */
  readonly budget?: number;
  readonly signal?: AbortSignal;
}

/** What was measured of one shape. */
export interface Measured {
  readonly key: string;
  /** Milliseconds by variant, for those there was time for; the one that is taken without a measurement is first. */
  readonly times: ReadonlyMap<string, number>;
}

/** Products that together make this share of a step's operations are measured, and at most so many shapes. */
const share = 0.8;
const mostShapes = 6;
/** Another variant must be faster by this factor: timings wander. */
const clearly = 0.95;
/** A measurement repeats a variant for about so many milliseconds, and takes the best of some rounds. */
const roundLength = 5;
const mostRepeats = 64;
const rounds = 3;

/**
 * The profile with what was found added to its choices. Shapes that have a choice are left alone; nothing here
 * rejects.
 */
export async function tuneProfile(
  device: GPUDevice,
  program: Program,
  adapter: AdapterProfile,
  options: TuningOptions = {},
): Promise<AdapterProfile> {
  const measured = await measureVariants(device, program, adapter, options);
  const found = measured.map(({ key, times }) => [key, chooseVariant(times)] as const);
  if (found.length === 0) return adapter;
  return { ...adapter, choices: { ...adapter.choices, ...Object.fromEntries(found) } };
}

/** The fastest variant if it is clearly faster than the first, else the first. */
export function chooseVariant(times: Measured['times']): string {
  const [[first, usual]] = [...times] as [[string, number]];
  const [name, time] = [...times].reduce((least, one) => (one[1] < least[1] ? one : least));
  return time < clearly * usual ? name : first;
}

/**
 * Times the variants of the dearest shapes, the dearest first. A variant that fails, as for want of memory, has no
 * time.
 */
export async function measureVariants(
  device: GPUDevice,
  program: Program,
  adapter: AdapterProfile,
  { budget = 1000, signal }: TuningOptions = {},
): Promise<Measured[]> {
  const end = performance.now() + budget;
  // What a lost device is given it does at once: such times mean nothing.
  let lost = false;
  void device.lost.then(() => {
    lost = true;
  });
  const inTime = () => performance.now() < end && !signal?.aborted && !lost;
  const measured: Measured[] = [];
  for (const computation of dearest(program)) {
    const key = shapeKey(computation);
    if (adapter.choices?.[key] !== undefined) continue;
    const times = new Map<string, number>();
    for (const variant of candidatesOf(computation, adapter)) {
      if (!inTime()) break;
      const name = variantName(variant);
      try {
        times.set(name, await timeOf(device, computation, { ...adapter, choices: { [key]: name } }));
      } catch {
        // The device refused it or has no memory for it: it is not taken. The first one must be known to compare with.
        if (times.size === 0) break;
      }
    }
    // One time alone says nothing.
    if (times.size > 1) measured.push({ key, times });
    if (!inTime()) break;
  }
  return lost ? [] : measured;
}

/** The shapes of a step that make most of its operations, without their epilogues. */
function dearest({ step }: Program): Computation[] {
  const shapes = new Map<string, { computation: Computation; operations: number }>();
  let all = 0;
  for (const { computation } of step) {
    const sizes = productSizes(computation);
    if (!sizes) continue;
    const operations = sizes.rows * sizes.columns * sizes.sum * sizes.groups;
    const key = shapeKey(computation);
    const known = shapes.get(key);
    all += operations;
    if (known) known.operations += operations;
    else shapes.set(key, { computation: withoutEpilogue(computation), operations });
  }
  const sorted = [...shapes.values()].sort((a, b) => b.operations - a.operations).slice(0, mostShapes);
  let covered = 0;
  return sorted
    .filter(({ operations }) => {
      const wanted = covered < share * all;
      covered += operations;
      return wanted;
    })
    .map(({ computation }) => computation);
}

function withoutEpilogue(computation: Computation): Computation {
  return 'epilogue' in computation ? { ...computation, epilogue: [] } : computation;
}

/** Milliseconds of one computation on buffers of its own. Rejects where the device refuses something. */
async function timeOf(device: GPUDevice, computation: Computation, adapter: AdapterProfile): Promise<number> {
  const [first, second, result] = extentsOf(computation);
  const made: GPUBuffer[] = [];
  const create = (size: number, usage: GPUBufferUsageFlags) => {
    const buffer = device.createBuffer({ label: 'tuning', size, usage });
    made.push(buffer);
    return buffer;
  };
  const storage = (values: number) => create(4 * Math.max(1, values), GPUBufferUsage.STORAGE);
  try {
    const instruction = { computation, inputs: [0, 1], outputs: [2], layer: 'tuning' };
    const workspace = workspaceOf(computation, adapter);
    const slices = slicesOf(computation, first + second + result, adapter);
    const uses = kernelUses([instruction], { workspaces: [workspace > 0 ? 3 : undefined], slices: [slices], adapter });
    const pipelines = await compilePipelines(
      device,
      uses.map(({ kernel }) => kernel),
    );
    const bytes = 4 * (first + second + result) + workspace;
    const dispatches = await withErrorScopes(device, { what: 'measuring kernels', bytes }, () => {
      const all = [first, second, result, workspace / 4].map(storage);
      const sliceTable = create(sliceTableBytes(slices), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
      fillSliceTable(device, sliceTable);
      const buffers = { all, tensor: (id: number) => all[id], settings: all[0], sliceTable, constantsTable: undefined };
      return createDispatches(device, uses, pipelines, buffers);
    });
    return await bestOf(device, dispatches);
  } finally {
    for (const buffer of made) buffer.destroy();
  }
}

async function bestOf(device: GPUDevice, dispatches: readonly Dispatch[]): Promise<number> {
  const run = async (repeats: number) => {
    const started = performance.now();
    const encoder = device.createCommandEncoder();
    for (let repeat = 0; repeat < repeats; repeat++) encodeDispatches(encoder, dispatches);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - started) / repeats;
  };
  // The first run also brings the kernel and its memory to the device, and its driver may compile it only now.
  await run(1);
  const repeats = Math.min(mostRepeats, Math.max(1, Math.round(roundLength / (await run(1)))));
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) least = Math.min(least, await run(repeats));
  return least;
}

/** Values of both inputs and of the output. */
function extentsOf(computation: Computation): readonly [number, number, number] {
  const { kind } = computation;
  const groups = 'groups' in computation ? computation.groups : 1;
  const geometry =
    'geometry' in computation
      ? computation.geometry
      : onePixelGeometry(computation as Extract<Computation, { kind: 'fc' }>);
  const x = sizeOf(geometry.input);
  const y = sizeOf(geometry.output);
  const weights = (sizeOf(geometry.window.kernel) * geometry.input[3] * geometry.output[3]) / groups;
  if (kind.endsWith('weight-gradient')) return [x, y, weights];
  return kind.endsWith('input-gradient') ? [y, weights, x] : [x, weights, y];
}
