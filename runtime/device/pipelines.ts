// Compiles kernels: all of them at once, each text once. Layers of the same sizes have the same WGSL, and compiling is
// what the first step waits for.
import type { Kernel } from '../kernels/index.js';
import { FaultError } from '../program/index.js';
import { textOf } from './health.js';

/** The pipeline of a kernel. */
export type Pipelines = (kernel: Kernel) => GPUComputePipeline;

/** Compiles every kernel; rejects with a FaultError that names the kernel whose WGSL or pipeline is refused. */
export async function compilePipelines(device: GPUDevice, kernels: Iterable<Kernel>): Promise<Pipelines> {
  const compiling = new Map<string, Promise<GPUComputePipeline>>();
  for (const kernel of kernels) {
    if (!compiling.has(kernel.code)) compiling.set(kernel.code, compile(device, kernel));
  }
  const pipelines = new Map<string, GPUComputePipeline>();
  const codes = [...compiling.keys()];
  const results = await Promise.all(compiling.values());
  results.forEach((pipeline, index) => {
    pipelines.set(codes[index]!, pipeline);
  });
  return (kernel) => pipelines.get(kernel.code)!;
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
