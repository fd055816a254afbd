// The WebGPU backend on a device of the test's.
import type { Backend } from '../../../../../../runtime/backends/backend.js';
import { createWebGpuExecutor, readProfile, webGpuTarget } from '../../../../../../runtime/backends/webgpu/index.js';

export function backendOn(device: GPUDevice): Backend {
  return {
    target: webGpuTarget(readProfile(device)),
    createExecutor: (program, plan) => createWebGpuExecutor(device, program, plan),
  };
}
