// Receptive itself, as the training panel and `cnn train` run it.
import type { Executor } from '../../runtime/backends/backend.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';
import { createWebGpuExecutor, requestDevice } from '../../runtime/backends/webgpu/index.js';
import { buildProgram } from '../../runtime/lowering/index.js';
import { planProgram } from '../../runtime/memory/index.js';
import { compile } from '../../runtime/passes/index.js';
import type { Contestant, Model, Trainer } from './contestant.js';

/** Program and plan as runtime/train makes them. */
export function programOf({ graph, batch, learningRate, momentum }: Model, adapter?: AdapterProfile) {
  const optimizer = { kind: 'sgd', learningRate, momentum, nesterov: false, weightDecay: 0 } as const;
  const program = compile(buildProgram(graph, { batch, optimizer }));
  return { program, plan: planProgram(program, adapter) };
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

/** @param choose replaces the adapter's profile */
export function contestantOn(choose: (adapter: AdapterProfile) => AdapterProfile): Contestant {
  return {
    async prepare(model, gpu) {
      const answer = await requestDevice(gpu);
      if (answer.kind === 'none') throw new Error(`${answer.reason} ${answer.advice}`);
      const { program, plan } = programOf(model, choose(answer.adapter));
      const executor = await createWebGpuExecutor(answer.device, program, plan);
      writeModel(executor, model);
      const trainer = trainerOf(executor, model);
      const close = () => {
        trainer.close();
        answer.device.destroy();
      };
      return { ...trainer, close };
    },
  };
}

export const contestant = contestantOn((adapter) => adapter);
