// Times training steps on WebGPU and on the CPU, to choose between the two.
import { type Batch, mulberry32, type StepSettings, sizeOf } from '../ir/index.js';
import type { Executor } from './backend.js';
import { initialise } from './initialise.js';

/** Milliseconds of a step on each. */
export interface StepTimes {
  readonly webGpu: number;
  readonly cpu: number;
  /** The CPU's step was abandoned after this time. */
  readonly abandoned: boolean;
}

/** No further step is timed after this many milliseconds, nor after this many steps; one always is. */
const [budget, mostSteps] = [1_000, 5];
/** The CPU's first step, still unoptimised, may take this many milliseconds, or times as long as WebGPU's step. */
const [patience, clearly] = [1_000, 2];

const settings: StepSettings = { learningRate: 0, step: 0, seed: 1 };

/**
 * Times steps on random images; the executors' parameters and states are overwritten. Warm-up steps do not count:
 * drivers may compile a kernel on its first run, and an evaluation's kernels are compiled during the first steps.
 * If steps take long, the CPU is abandoned once it is clearly slower.
 */
export async function compareSteps(
  webGpu: Executor,
  cpu: Executor,
  now = () => performance.now(),
  signal?: AbortSignal,
): Promise<StepTimes> {
  const batch = randomBatch(webGpu);
  initialise(webGpu, 1);
  await webGpu.step(batch, settings, signal);
  await webGpu.evaluate(batch, signal);
  const onWebGpu = await shortest(webGpu, batch, now, signal);

  const begun = now();
  let abandoned = false;
  initialise(cpu, 1);
  const abandon = () => {
    abandoned = now() - begun > Math.max(patience, clearly * onWebGpu);
    return abandoned;
  };
  await cpu.trace(batch, settings, abandon, signal);
  return { webGpu: onWebGpu, cpu: abandoned ? now() - begun : await shortest(cpu, batch, now, signal), abandoned };
}

async function shortest(executor: Executor, batch: Batch, now: () => number, signal?: AbortSignal): Promise<number> {
  const begun = now();
  let least = Number.POSITIVE_INFINITY;
  for (let steps = 0; steps === 0 || (steps < mostSteps && now() - begun < budget); steps++) {
    const started = now();
    await executor.step(batch, settings, signal);
    least = Math.min(least, now() - started);
  }
  return least;
}

function randomBatch({ program: { tensors, images, batch } }: Executor): Batch {
  const length = sizeOf(tensors[images].shape);
  return { images: Float32Array.from({ length }, mulberry32(1)), labels: new Uint32Array(batch) };
}
