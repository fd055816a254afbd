// Opens a backend for the CLI: Dawn's devices, the tuning cache on disk, this machine's free memory.
import { availableParallelism, freemem } from 'node:os';
import { type Backend, isUnavailable } from '../../runtime/backends/backend.js';
import { type BackendName, openBackend } from '../../runtime/backends/open-backend.js';
import { startNodeThread } from '../../runtime/backends/wasm/node/node-thread.js';
import { createDeviceSource, type DeviceSource } from '../../runtime/backends/webgpu/index.js';
import { findNodeGpu } from '../../runtime/backends/webgpu/node/node-gpu.js';
import { probeAdapter } from '../../runtime/backends/webgpu/node/probe-adapter.js';
import type { TuningMode } from '../../runtime/backends/webgpu/tuning/tuning-mode.js';
import { storeLastAdapter } from './last-adapter.js';
import { cachedChoices, storeCachedChoices } from './tuning-cache.js';

export type BackendChoice =
  | { readonly kind: 'ready'; readonly backend: Backend }
  /** Sentences for people: what is missing, and what to do. */
  | { readonly kind: 'none'; readonly reason: string };

export interface BackendOptions {
  /** Gets a sentence on what `auto` chose. */
  say(sentence: string): void;
  readonly signal: AbortSignal;
  readonly reproducible: boolean;
  /** Default: all cores. */
  readonly threads: number | undefined;
}

export async function chooseBackend(
  name: BackendName,
  mode: TuningMode,
  { say, signal, reproducible, threads = availableParallelism() }: BackendOptions,
): Promise<BackendChoice> {
  const opened = await openBackend(name, {
    devices: nodeDevices,
    tuning: { mode, recall: cachedChoices, onMeasured: storeCachedChoices },
    onAdapter: storeLastAdapter,
    freeMemory: freemem,
    onChoice: say,
    reproducible,
    threads,
    startThread: startNodeThread,
    signal,
  });
  if (!isUnavailable(opened)) return { kind: 'ready', backend: opened };
  return { kind: 'none', reason: `${opened.reason} ${opened.advice} Or train with --backend cpu.` };
}

/** Dawn is loaded when a device is first asked for, and only where a child process has found an adapter. */
const nodeDevices: DeviceSource = {
  async get() {
    const found = (await probeAdapter()) ?? (await findNodeGpu());
    return found.kind === 'gpu' ? createDeviceSource(found.gpu).get() : found;
  },
  async recreate() {
    const found = await findNodeGpu();
    return createDeviceSource(found.kind === 'gpu' ? found.gpu : undefined).recreate();
  },
};
