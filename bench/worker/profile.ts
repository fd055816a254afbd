// Measures each dispatch of a training step (`npm run bench -- --profile NETWORK`): in its own compute pass between two
// timestamps; on adapters without timestamps by repeating it and reading the host's clock.
import type { Graph } from '../../model/index.js';
import { requestDevice } from '../../runtime/backends/webgpu/device/adapter.js';
import { placeBuffers } from '../../runtime/backends/webgpu/device/buffers.js';
import {
  createDispatches,
  type Dispatch,
  encodeDispatches,
  type KernelUse,
  kernelUses,
} from '../../runtime/backends/webgpu/device/dispatches.js';
import { compilePipelines } from '../../runtime/backends/webgpu/device/pipelines.js';
import { createWebGpuPlan } from '../../runtime/backends/webgpu/plan.js';
import { webGpuTarget } from '../../runtime/backends/webgpu/target.js';
import { type Instruction, sizeOf, traitsOf } from '../../runtime/ir/index.js';
import { programOf } from '../contestants/ours.js';
import { median } from '../median.js';
import { makeModel } from './model.js';
import type { Work } from './work.js';

export interface ProfileRequest {
  readonly graph: Graph;
  readonly batch: number;
}

export interface ProfiledDispatch {
  readonly label: string;
  /** Median over the rounds. */
  readonly seconds: number;
  /** FLOPs of a matrix product, else 0. */
  readonly operations: number;
  readonly workgroups: number;
  /** Compile time; absent when an earlier dispatch has the same shader. */
  readonly compileSeconds?: number;
}

export interface ProfileAnswer {
  readonly description: string;
  readonly clock: 'timestamps' | 'repeated dispatches';
  readonly dispatches: readonly ProfiledDispatch[];
  /** A whole step as in training: one submission, one pass. */
  readonly stepSeconds: number;
}

const rounds = 7;

export const work: Work<ProfileRequest, ProfileAnswer> = async ({ graph, batch }, gpu) => {
  const model = makeModel(graph, batch);
  const answer = await requestDevice(gpu && withTimestamps(gpu));
  if (answer.kind === 'none') throw new Error(`${answer.reason} ${answer.advice}`);
  const { device, description, adapter } = answer;
  const { program, plan } = programOf(model, webGpuTarget(adapter));
  const buffers = await placeBuffers(device, program, createWebGpuPlan(program, plan));
  const slices = program.step.map(() => 1);
  const uses = kernelUses(program.step, { workspaces: plan.stepWorkspace, slices, adapter });
  const compiling = await compileTimes(
    device,
    uses.map(({ kernel }) => kernel.code),
  );
  const pipelines = await compilePipelines(
    device,
    uses.map((use) => use.kernel),
  );
  const dispatches = createDispatches(device, uses, pipelines, buffers);
  const write = (tensor: number, values: Float32Array | Uint32Array) =>
    device.queue.writeBuffer(buffers.tensor(tensor), 0, values.buffer, values.byteOffset, values.byteLength);
  for (const { tensor } of program.parameters) write(tensor, model.parameters.get(program.tensors[tensor].name)!);
  write(program.images, model.images);
  write(program.labels, model.labels);

  const whole = () =>
    secondsOf(device, (encoder) => {
      encodeDispatches(encoder, dispatches);
    });
  await whole();
  const stepSeconds = median(await repeated(whole));
  const stamped = device.features.has('timestamp-query');
  const times = stamped ? await measureByTimestamps(device, dispatches) : await measureByRepetition(device, dispatches);
  const slowest = findProductKernels(uses, times);
  const profiled = uses.map(({ kernel, instruction }, index) => ({
    label: kernel.label,
    seconds: times[index],
    operations:
      slowest.get(instruction) === index ? (traitsOf(instruction.computation).flops(instruction.computation) ?? 0) : 0,
    workgroups: sizeOf(kernel.workgroups),
    compileSeconds: compiling[index],
  }));
  device.destroy();
  return { description, clock: stamped ? 'timestamps' : 'repeated dispatches', dispatches: profiled, stepSeconds };
};

/** The slowest kernel of an instruction does its products; the others transform or add up. */
function findProductKernels(uses: readonly KernelUse[], times: readonly number[]): Map<Instruction, number> {
  const slowest = new Map<Instruction, number>();
  uses.forEach(({ instruction }, index) => {
    const known = slowest.get(instruction);
    if (known === undefined || times[index] > times[known]) slowest.set(instruction, index);
  });
  return slowest;
}

/** Makes devices request timestamps where the adapter has them. */
function withTimestamps(gpu: GPU): GPU {
  return {
    requestAdapter: async (options?: GPURequestAdapterOptions) => {
      const adapter = await gpu.requestAdapter(options);
      if (!adapter?.features.has('timestamp-query')) return adapter;
      const request = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = ({ requiredFeatures = [], ...rest } = {}) =>
        request({ ...rest, requiredFeatures: [...requiredFeatures, 'timestamp-query'] });
      return adapter;
    },
  } as GPU;
}

/** Seconds to compile each shader, one after the other; undefined for one already compiled. */
async function compileTimes(device: GPUDevice, codes: readonly string[]): Promise<(number | undefined)[]> {
  const seen = new Set<string>();
  const times: (number | undefined)[] = [];
  for (const code of codes) {
    if (seen.has(code)) {
      times.push(undefined);
      continue;
    }
    seen.add(code);
    const started = performance.now();
    const compute = { module: device.createShaderModule({ code }) };
    await device.createComputePipelineAsync({ layout: 'auto', compute });
    times.push((performance.now() - started) / 1000);
  }
  return times;
}

/** Seconds of each dispatch: medians over several rounds. */
async function measureByTimestamps(device: GPUDevice, dispatches: readonly Dispatch[]): Promise<number[]> {
  const all: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const times: number[] = [];
    // A query set holds at most 4,096 queries.
    for (let from = 0; from < dispatches.length; from += 2048) {
      times.push(...(await timestampOnce(device, dispatches.slice(from, from + 2048))));
    }
    all.push(times);
  }
  return dispatches.map((_, index) => median(all.map((times) => times[index])));
}

async function timestampOnce(device: GPUDevice, dispatches: readonly Dispatch[]): Promise<number[]> {
  const count = 2 * dispatches.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const size = 8 * count;
  const resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const back = device.createBuffer({ size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  dispatches.forEach(({ pipeline, bindGroup, workgroups }, index) => {
    const timestampWrites = { querySet, beginningOfPassWriteIndex: 2 * index, endOfPassWriteIndex: 2 * index + 1 };
    const pass = encoder.beginComputePass({ timestampWrites });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
  });
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, back, 0, size);
  device.queue.submit([encoder.finish()]);
  await back.mapAsync(GPUMapMode.READ);
  const stamps = new BigUint64Array(back.getMappedRange().slice(0));
  for (const buffer of [resolved, back]) buffer.destroy();
  querySet.destroy();
  return dispatches.map((_, index) => Number(stamps[2 * index + 1] - stamps[2 * index]) / 1e9);
}

/** By the host's clock: many repeats in one submission, less the cost of an empty submission. */
async function measureByRepetition(device: GPUDevice, dispatches: readonly Dispatch[]): Promise<number[]> {
  const empty = median(await repeated(() => secondsOf(device, () => {})));
  const times: number[] = [];
  for (const dispatch of dispatches) {
    const run = (count: number) =>
      secondsOf(device, (encoder) => {
        encodeDispatches(encoder, Array<Dispatch>(count).fill(dispatch));
      });
    const once = await run(1);
    const count = Math.max(1, Math.min(50, Math.round(0.02 / once)));
    times.push(Math.max(0, (median([await run(count), await run(count), await run(count)]) - empty) / count));
  }
  return times;
}

async function repeated(run: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await run());
  return times;
}

async function secondsOf(device: GPUDevice, encode: (encoder: GPUCommandEncoder) => void): Promise<number> {
  const started = performance.now();
  const encoder = device.createCommandEncoder();
  encode(encoder);
  device.queue.submit([encoder.finish()]);
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - started) / 1000;
}
