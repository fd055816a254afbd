// How long a training step takes on WebGPU and on the CPU, to choose between the two.
import type { Executor } from '../../runtime/backends/backend.js';
import type { Batch } from '../../runtime/ir/index.js';
import { mulberry32, type StepSettings, sizeOf } from '../../runtime/ir/index.js';
import { initialise } from '../../runtime/train/index.js';

/** Milliseconds of a step on each. */
export interface StepTimes {
  readonly webGpu: number;
  readonly cpu: number;
  /** The CPU's step was given up, half done, after the time that is told. */
  readonly givenUp: boolean;
}

/** No further step is timed after so many milliseconds, nor after so many steps; one always is. */
const [budget, mostSteps] = [1_000, 5];
/**
 * The CPU's first step, with its code not quick yet, may take so many milliseconds, or so many times as long as
 * WebGPU's.
 */
const [patience, clearly] = [1_000, 2];

const settings: StepSettings = { learningRate: 0, step: 0, seed: 1 };

/**
 * Times steps on random images; the executors' parameters and states are overwritten. Only steady steps count:
 * drivers may compile a kernel when it runs for the first time, and what an evaluation needs is compiled beside the
 * first steps. Where a step takes long, the CPU is not waited for when it is clearly slower.
 */
export async function compareSteps(webGpu: Executor, cpu: Executor, now = () => performance.now()): Promise<StepTimes> {
  const batch = randomBatch(webGpu);
  initialise(webGpu, 1);
  await webGpu.step(batch, settings);
  await webGpu.evaluate(batch);
  const there = await quickest(webGpu, batch, now);

  const begun = now();
  let givenUp = false;
  initialise(cpu, 1);
  await cpu.trace(batch, settings, () => {
    givenUp = now() - begun > Math.max(patience, clearly * there);
    return givenUp;
  });
  return { webGpu: there, cpu: givenUp ? now() - begun : await quickest(cpu, batch, now), givenUp };
}

async function quickest(executor: Executor, batch: Batch, now: () => number): Promise<number> {
  const begun = now();
  let least = Number.POSITIVE_INFINITY;
  for (let steps = 0; steps === 0 || (steps < mostSteps && now() - begun < budget); steps++) {
    const started = now();
    await executor.step(batch, settings);
    least = Math.min(least, now() - started);
  }
  return least;
}

function randomBatch({ program: { tensors, images, batch } }: Executor): Batch {
  const length = sizeOf(tensors[images].shape);
  return { images: Float32Array.from({ length }, mulberry32(1)), labels: new Uint32Array(batch) };
}
