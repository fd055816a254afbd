// How long a training step takes on an executor, to choose between two.
import { type Batch, type Executor, mulberry32, sizeOf } from '../runtime/program/index.js';
import { initialise } from '../runtime/train/index.js';

/** A first step this long says enough: warming up makes no odds there. */
const longMilliseconds = 1000;

/** Milliseconds of a step on random images; the executor's parameters and states are overwritten. */
export async function stepMilliseconds(executor: Executor): Promise<number> {
  initialise(executor, 1);
  const { tensors, images, batch } = executor.program;
  const size = sizeOf(tensors[images]!.shape);
  const random = mulberry32(1);
  const any: Batch = { images: Float32Array.from({ length: size }, random), labels: new Uint32Array(batch) };
  const step = async (index: number) => {
    const started = performance.now();
    await executor.step(any, { learningRate: 0, step: index, seed: 1 });
    return performance.now() - started;
  };
  const first = await step(0);
  return first > longMilliseconds ? first : Math.min(await step(1), await step(2));
}
