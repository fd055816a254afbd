// Compiles all kernels at once, each shader source once per device. Layers of the same sizes have the same WGSL, and so
// has a network that is trained again; compiling is most of the time before the first step.

import { FaultError } from '../../../faults/index.js';
import type { Kernel } from '../kernels/index.js';
import { textOf } from './health.js';

/** The pipeline of a kernel. */
export type Pipelines = (kernel: Kernel) => GPUComputePipeline;

/** By device, and gone with it: what it has compiled, or is compiling, by the text, the last asked for last. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();
/**
 * Texts kept beyond those asked for: some networks' worth, so that an editor open for days does not gather all it
 * ever ran.
 */
const mostCached = 1000;

/** Compiles every kernel; rejects with a FaultError that names the kernel whose WGSL or pipeline is refused. */
export async function compilePipelines(device: GPUDevice, kernels: Iterable<Kernel>): Promise<Pipelines> {
  const cache = compiled.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
  compiled.set(device, cache);
  const compiling = new Map<string, Promise<GPUComputePipeline>>();
  for (const kernel of kernels) {
    if (!compiling.has(kernel.code)) compiling.set(kernel.code, compiledOnce(device, kernel, cache));
  }
  for (const code of cache.keys()) {
    if (cache.size <= mostCached) break;
    if (!compiling.has(code)) cache.delete(code);
  }
  const pipelines = new Map<string, GPUComputePipeline>();
  const codes = [...compiling.keys()];
  const results = await Promise.all(compiling.values());
  results.forEach((pipeline, index) => {
    pipelines.set(codes[index], pipeline);
  });
  return (kernel) => pipelines.get(kernel.code)!;
}

function compiledOnce(
  device: GPUDevice,
  kernel: Kernel,
  cache: Map<string, Promise<GPUComputePipeline>>,
): Promise<GPUComputePipeline> {
  const pipeline = cache.get(kernel.code) ?? compile(device, kernel);
  cache.delete(kernel.code);
  cache.set(kernel.code, pipeline);
  // What is refused names the kernel it was refused for: the next one asks again.
  pipeline.catch(() => {
    if (cache.get(kernel.code) === pipeline) cache.delete(kernel.code);
  });
  return pipeline;
}

async function compile(device: GPUDevice, { label, code }: Kernel): Promise<GPUComputePipeline> {
  // The scope keeps a refused text from being reported a second time, as an uncaptured error.
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code });
  await device.popErrorScope();
  try {
    return await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const lines = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
    const detail = lines.join('; ') || textOf(error);
    throw new FaultError({ kind: 'kernel-refused', kernel: label, detail });
  }
}
