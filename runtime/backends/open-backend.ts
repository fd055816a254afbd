// The one way to a backend, for the training panel, the CLI and the bench.
import { type Backend, isUnavailable, type Unavailable } from './backend.js';
import type { BackendHost } from './backend-host.js';
import { hardwareAdapters } from './hardware-adapters.js';
import { referenceProvider } from './reference/index.js';
import { wasmProvider } from './wasm/index.js';
import { webGpuProvider } from './webgpu/index.js';

/**
 * `auto`: WebGPU on a graphics processor, else `cpu`. `cpu`: generated WebAssembly. `reference`: plain TypeScript, the
 * oracle of the tests. A software adapter, which is slower than `cpu`, is used only by `webgpu`.
 */
export const backendNames = ['auto', 'webgpu', 'cpu', 'reference'] as const;
export type BackendName = (typeof backendNames)[number];

export async function openBackend(name: BackendName, host: BackendHost): Promise<Backend | Unavailable> {
  switch (name) {
    case 'auto':
      return openFastest(host);
    case 'webgpu':
      return webGpuProvider.open(host);
    case 'cpu':
      return wasmProvider.open(host);
    case 'reference':
      return referenceProvider.open(host);
  }
}

async function openFastest(host: BackendHost): Promise<Backend | Unavailable> {
  const { devices, onChoice = () => {} } = host;
  const webGpu = await webGpuProvider.open({ ...host, devices: hardwareAdapters(devices) });
  if (!isUnavailable(webGpu)) {
    onChoice(`Training on WebGPU: ${webGpu.description}.`);
    return webGpu;
  }
  onChoice(`Training on the CPU. ${webGpu.reason}`);
  return wasmProvider.open(host);
}
