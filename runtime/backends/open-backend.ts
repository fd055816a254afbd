// The one way to a backend, for the training panel, the CLI and the bench.
import type { Backend, Unavailable } from './backend.js';
import type { BackendHost } from './backend-host.js';
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
  const answer = await devices.get();
  if (answer.kind === 'none') {
    onChoice(`Training on the CPU. ${answer.reason}`);
    return wasmProvider.open(host);
  }
  if (answer.adapter.software) {
    answer.device.destroy();
    onChoice(
      `Training on the CPU. The only graphics adapter is ${answer.description}, ` +
        'which computes on the CPU too, and slower.',
    );
    return wasmProvider.open(host);
  }
  onChoice(`Training on WebGPU: ${answer.description}.`);
  return webGpuProvider.open({ ...host, devices: { ...devices, get: async () => answer } });
}
