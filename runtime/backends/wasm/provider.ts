// Opens generated WebAssembly as a backend: available wherever there are vectors in WebAssembly.
import { FaultError } from '../../faults/index.js';
import { stepDemand } from '../../memory/index.js';
import type { Backend, BackendProvider, Unavailable } from '../backend.js';
import type { BackendHost } from '../backend-host.js';
import { createWasmExecutor } from './executor.js';
import { hasRelaxedSimd, hasSharedMemory, hasSimd } from './features.js';
import type { ArithmeticName } from './kernels/arithmetic.js';
import { createWasmTarget, type WasmTarget } from './target.js';

export const wasmProvider = {
  id: 'wasm',
  async open({ reproducible = false, ...host }: BackendHost): Promise<Backend | Unavailable> {
    if (!hasSimd()) {
      return {
        reason: 'The CPU backend needs WebAssembly with SIMD, which this engine does not have.',
        advice: 'Update Node.js, the editor or the browser, or switch WebAssembly on.',
      };
    }
    return createWasmBackend({ ...host, arithmetic: reproducible || !hasRelaxedSimd() ? 'separate' : 'fused' });
  },
} as const satisfies BackendProvider;

export interface WasmBackendOptions extends Pick<BackendHost, 'freeMemory' | 'threads' | 'startThread'> {
  readonly arithmetic: ArithmeticName;
}

/** More threads than this gain nothing in a network of these sizes. */
const mostThreads = 64;

export interface WasmBackend extends Backend {
  readonly target: WasmTarget;
}

export function createWasmBackend({
  arithmetic,
  threads = 1,
  startThread,
  freeMemory,
}: WasmBackendOptions): WasmBackend {
  const several = startThread && hasSharedMemory() ? Math.min(threads, mostThreads) : 1;
  const target = createWasmTarget({ arithmetic, threads: several });
  const description = describe(target);
  const backend: WasmBackend = {
    target,
    async createExecutor(program, plan) {
      const free = freeMemory?.();
      if (free !== undefined && plan.bytes > free) {
        throw new FaultError({ kind: 'out-of-memory', ...stepDemand(program, plan), free, detail: '' });
      }
      return createWasmExecutor(program, plan, { description, startThread });
    },
    recreate: async () => backend,
  };
  return backend;
}

/** `WebAssembly on the CPU, 2 threads, fused multiply-add` */
function describe({ threads, arithmetic }: WasmTarget): string {
  const count = threads === 1 ? '1 thread' : `${threads} threads`;
  return `WebAssembly on the CPU, ${count}, ${arithmetic === 'fused' ? 'fused' : 'separate'} multiply-add`;
}
