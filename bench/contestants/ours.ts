// Receptive itself, as the training panel and `cnn train` run it.
import { type Executor, isUnavailable } from '../../runtime/backends/backend.js';
import type { BackendHost } from '../../runtime/backends/backend-host.js';
import { type BackendName, openBackend } from '../../runtime/backends/open-backend.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';
import { createDeviceSource, requestDevice } from '../../runtime/backends/webgpu/index.js';
import type { Target } from '../../runtime/ir/index.js';
import { buildProgram } from '../../runtime/lowering/index.js';
import { planProgram } from '../../runtime/memory/index.js';
import { compile } from '../../runtime/passes/index.js';
import type { Contestant, Model, Trainer } from './contestant.js';

/** Program and plan as runtime/train makes them. */
export function programOf({ graph, batch, learningRate, momentum }: Model, target: Target) {
  const optimizer = { kind: 'sgd', learningRate, momentum, nesterov: false, weightDecay: 0 } as const;
  const program = compile(buildProgram(graph, { batch, optimizer }), { target });
  return { program, plan: planProgram(program, target) };
}

/** Writes the model's parameters into an executor, and initial optimizer states and running statistics. */
export function writeModel(executor: Executor, { parameters }: Model): void {
  const { program } = executor;
  for (const { tensor, states } of program.parameters) {
    const values = parameters.get(program.tensors[tensor].name)!;
    executor.write(tensor, values);
    for (const state of states) executor.write(state, new Float32Array(values.length));
  }
  for (const { tensor, initial } of program.statistics) {
    const [length] = program.tensors[tensor].shape;
    executor.write(tensor, new Float32Array(length).fill(initial));
  }
}

/** A trainer on any executor. */
export function trainerOf(executor: Executor, model: Model): Trainer {
  const { images, labels, learningRate, batch } = model;
  let step = 0;
  return {
    description: executor.description,
    async step() {
      const { lossSum } = await executor.step({ images, labels }, { learningRate, step: step++, seed: 1 });
      return lossSum / batch;
    },
    bytes: () => executor.allocatedBytes,
    close: () => executor.dispose(),
  };
}

/** A trainer of the model on a backend, with the model's parameters. */
export async function openTrainer(name: BackendName, host: BackendHost, model: Model): Promise<Trainer> {
  const backend = await openBackend(name, host);
  if (isUnavailable(backend)) throw new Error(`${backend.reason} ${backend.advice}`);
  const { program, plan } = programOf(model, backend.target);
  const executor = await backend.createExecutor(program, plan);
  writeModel(executor, model);
  return trainerOf(executor, model);
}

/** @param adjustProfile replaces the adapter's profile */
export function contestantOn(adjustProfile: (adapter: AdapterProfile) => AdapterProfile): Contestant {
  return {
    async prepare(model, gpu) {
      const answer = await requestDevice(gpu);
      const devices = { ...createDeviceSource(gpu), get: async () => answer };
      const trainer = await openTrainer('webgpu', { devices, adjustProfile }, model);
      const close = () => {
        trainer.close();
        if (answer.kind === 'device') answer.device.destroy();
      };
      return { ...trainer, close };
    },
  };
}

export const contestant = contestantOn((adapter) => adapter);
