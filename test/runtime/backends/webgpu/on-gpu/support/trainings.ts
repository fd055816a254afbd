// Trains a small network on a device and returns everything worth comparing. The same code runs in Node and, bundled,
// in a page; inputs and results are plain JSON, so that both can be compared.
import type { Graph } from '../../../../../../model/index.js';
import { createWebGpuExecutor, readProfile } from '../../../../../../runtime/backends/webgpu/index.js';
import { buildProgram, type ProgramOptions } from '../../../../../../runtime/lowering/index.js';
import { goldenBatch, goldenOptimizer, goldens, goldenWeights } from '../../../../../support/golden.js';
import { compile, planProgram } from '../../../../../support/gpu-planning.js';

export interface TrainingRequest extends ProgramOptions {
  readonly graph: Graph;
  /** Parallel to the program's parameters. */
  readonly weights: readonly (readonly number[])[];
  /** One batch, NHWC, used in every step. */
  readonly images: readonly number[];
  readonly labels: readonly number[];
  readonly steps: number;
}

export interface TrainingOutcome {
  /** Mean loss before each step. */
  readonly losses: number[];
  /** Before the first step. */
  readonly logits: number[];
  /**
   * Parallel to the program's parameters: gradients of the first step (of a frozen one none), values after the last.
   */
  readonly gradients: number[][];
  readonly weights: number[][];
  readonly allocatedBytes: number;
  readonly plannedBytes: number;
}

export async function trainOn(device: GPUDevice, request: TrainingRequest): Promise<TrainingOutcome> {
  const program = compile(buildProgram(request.graph, request));
  const plan = planProgram(program, readProfile(device));
  const executor = await createWebGpuExecutor(device, program, plan);
  try {
    request.weights.forEach((values, index) => {
      executor.write(program.parameters[index].tensor, Float32Array.from(values));
    });
    const batch = { images: Float32Array.from(request.images), labels: Uint32Array.from(request.labels) };
    const read = async (tensor: number) => Array.from(await executor.read(tensor));
    await executor.evaluate(batch);
    const logits = await read(program.logits);
    const losses: number[] = [];
    const gradients: number[][] = [];
    for (let step = 0; step < request.steps; step++) {
      const settings = { learningRate: request.optimizer.learningRate, step, seed: 1 };
      losses.push((await executor.step(batch, settings)).lossSum / request.batch);
      if (step === 0)
        for (const { gradient } of program.parameters)
          gradients.push(gradient === undefined ? [] : await read(gradient));
    }
    const weights: number[][] = [];
    for (const { tensor } of program.parameters) weights.push(await read(tensor));
    return { losses, logits, gradients, weights, allocatedBytes: executor.allocatedBytes, plannedBytes: plan.bytes };
  } finally {
    executor.dispose();
  }
}

/** The losses of one of the golden networks (test/support/golden.ts). */
export async function trainGolden(device: GPUDevice, index: number): Promise<number[]> {
  const { graph, batch, losses } = goldens[index];
  const program = compile(buildProgram(graph, { batch, optimizer: goldenOptimizer }));
  const { images, labels } = goldenBatch(program);
  const { losses: got } = await trainOn(device, {
    graph,
    batch,
    optimizer: goldenOptimizer,
    weights: goldenWeights(program).map((values) => Array.from(values)),
    images: Array.from(images),
    labels: Array.from(labels),
    steps: losses.length,
  });
  return got;
}
