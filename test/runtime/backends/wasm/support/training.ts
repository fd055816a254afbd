// Networks that reach every way of summing over images, and their trainings on given threads.
import { parseCnn } from '../../../../../language/index.js';
import type { Backend, Executor } from '../../../../../runtime/backends/backend.js';
import { initialise } from '../../../../../runtime/backends/initialise.js';
import { createWasmBackend, type WasmBackendOptions } from '../../../../../runtime/backends/wasm/index.js';
import { startNodeThread } from '../../../../../runtime/backends/wasm/node/node-thread.js';
import { allocateSnapshot, mulberry32, noImage, sizeOf } from '../../../../../runtime/ir/index.js';
import { planTraining, type TrainingOptions } from '../../../../../runtime/memory/index.js';
import { adam, sgd } from '../../../../support/optimizers.js';

interface Trained {
  readonly network: string;
  readonly options: Omit<TrainingOptions, 'target'>;
}

const lenet =
  'input(28x28x1) -> conv(6, 5x5) -> relu -> maxpool(2) -> conv(16, 5x5, pad=0) -> relu -> maxpool(2) ' +
  '-> fc(120) -> relu -> fc(84) -> relu -> fc(10)';
const normalised =
  'input(16x16x3) -> conv(24) -> bn -> relu -> conv(24, stride=2) -> bn -> relu -> dropout(0.3) -> avgpool(2) ' +
  '-> fc(10)';
const grouped =
  'input(16x16x3) -> conv(14) -> group_norm(groups=2) -> relu -> depthwise(3x3) -> layer_norm -> ' +
  'conv(24, stride=2) -> bn -> relu -> depthwise(5x5, stride=2) -> fc(10)';

export const trainings: Readonly<Record<string, Trained>> = {
  'LeNet-5': { network: lenet, options: { batch: 64, optimizer: sgd(0.05, 0.9) } },
  'bn and dropout': { network: normalised, options: { batch: 24, optimizer: adam(0.001) } },
  'depthwise, layer and group normalisation': { network: grouped, options: { batch: 24, optimizer: adam(0.001) } },
  clipping: {
    network: lenet,
    options: { batch: 32, optimizer: sgd(0.05, 0.9), clip: { kind: 'norm', limit: 0.5 } },
  },
  'micro-batches': { network: lenet, options: { batch: 32, optimizer: sgd(0.05, 0.9), memory: 1.6 * 2 ** 20 } },
};

/** With Node's threads. */
export const backendOf = (options: Partial<WasmBackendOptions>) =>
  createWasmBackend({ arithmetic: 'separate', startThread: startNodeThread, ...options });

export async function createTraining(
  { network, options }: Trained,
  backend: Backend = backendOf({}),
): Promise<Executor> {
  const { graph } = parseCnn(network, 'net').networks[0];
  const { program, plan } = planTraining(graph, { ...options, target: backend.target });
  const executor = await backend.createExecutor(program, plan);
  initialise(executor, 3);
  return executor;
}

/** A batch drawn from the step's number; `empty` slots at its end hold no image. */
export function batchOf({ program: { tensors, images, batch } }: Executor, step: number, empty = 0) {
  const random = mulberry32(100 + step);
  return {
    images: Float32Array.from({ length: sizeOf(tensors[images].shape) }, random),
    labels: Uint32Array.from({ length: batch }, (_, index) =>
      index < batch - empty ? (index * 7 + step) % 10 : noImage,
    ),
  };
}

/** Runs steps, the last with a partial batch, and an evaluation; their metrics, and what a training continues from. */
export async function runSteps(executor: Executor, steps: number) {
  const metrics = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(executor, step, step === steps - 1 ? 5 : 0);
    metrics.push(await executor.step(batch, { learningRate: 0.02, step, seed: 9 }));
  }
  metrics.push(await executor.evaluate(batchOf(executor, steps)));
  const snapshot = allocateSnapshot(executor.program);
  await executor.readSnapshot(snapshot);
  return { metrics, snapshot };
}
