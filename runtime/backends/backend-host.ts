// What the panel's worker, the CLI or the bench provides for opening a backend.
import type { StartThread } from './wasm/threads/thread-job.js';
import type { AdapterProfile } from './webgpu/adapter-profile.js';
import type { DeviceSource } from './webgpu/device/device-source.js';
import type { LastAdapter } from './webgpu/tuning/last-adapter.js';
import type { TuningHost } from './webgpu/tuning/tuning-host.js';

export interface BackendHost {
  /** Where WebGPU devices come from. */
  readonly devices: DeviceSource;
  /** Absent: kernels are not measured, and no measurements are recalled. */
  readonly tuning?: TuningHost;
  /** Changes what is known of an adapter before kernels are chosen for it, for comparisons. */
  readonly adjustProfile?: (profile: AdapterProfile) => AdapterProfile;
  /** Called with each adapter that a training is given, and again once its kernels are measured. */
  readonly onAdapter?: (adapter: LastAdapter) => void;
  /** Bytes of free memory on this machine. Absent: unknown. */
  readonly freeMemory?: () => number;
  /** Called with a sentence on what `auto` chose, and why. */
  readonly onChoice?: (sentence: string) => void;
  /** Threads that compute on the CPU, this one included. Default: 1. */
  readonly threads?: number;
  /** How the other threads start: `startNodeThread` or `startPageThread`. Absent: there are none. */
  readonly startThread?: StartThread;
  /**
   * On the CPU, multiplies and adds in two roundings instead of one: slower, and the same bits on every machine.
   * Default: no.
   */
  readonly reproducible?: boolean;
  /** Ends measurements. */
  readonly signal?: AbortSignal;
}
