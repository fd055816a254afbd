// The one way to a backend, for the training panel, the CLI and the bench.
import { type Backend, isUnavailable, type Unavailable } from './backend.js';
import type { BackendHost } from './backend-host.js';
import { chooseFasterBackend } from './choose-faster-backend.js';
import { referenceProvider } from './reference/index.js';
import { webGpuProvider } from './webgpu/index.js';

/** `auto`: WebGPU on a GPU, the CPU where there is no adapter, and the faster of both on a software adapter. */
export const backendNames = ['auto', 'webgpu', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export async function openBackend(name: BackendName, host: BackendHost): Promise<Backend | Unavailable> {
  if (name === 'cpu') return referenceProvider.open(host);
  const webGpu = await webGpuProvider.open(host);
  if (name === 'webgpu') return webGpu;
  const onChoice = host.onChoice ?? (() => {});
  const cpu = await referenceProvider.open(host);
  if (isUnavailable(webGpu)) {
    onChoice(`Training on the CPU. ${webGpu.reason}`);
    return cpu;
  }
  const { target, description } = webGpu;
  if (target.adapter.software) return chooseFasterBackend({ webGpu, cpu, description, onChoice, signal: host.signal });
  onChoice(`Training on WebGPU: ${description}.`);
  return webGpu;
}
