// Opens WebGPU as a backend: a device of the host's, with the kernels that were measured to be the fastest on it.
import type { Backend, BackendProvider } from '../backend.js';
import type { BackendHost } from '../backend-host.js';
import type { AdapterProfile } from './adapter-profile.js';
import type { Device } from './device/adapter.js';
import { createWebGpuExecutor } from './device/executor.js';
import { type WebGpuTarget, webGpuTarget } from './target.js';
import { createTuner, type Tuner } from './tuning/tuner.js';
import type { TuningHost } from './tuning/tuning-host.js';

/** A backend on one device, with the adapter's name for people. */
export interface WebGpuBackend extends Backend {
  readonly target: WebGpuTarget;
  readonly description: string;
}

export const webGpuProvider = {
  id: 'webgpu',
  async open(host: BackendHost) {
    const answer = await host.devices.get();
    if (answer.kind === 'none') return answer;
    const tuner = tunerFor(answer, host);
    return onDevice(answer, tuner, webGpuTarget(tuner.adapter), host);
  },
} as const satisfies BackendProvider;

const neverTuned: TuningHost = { mode: 'never', recall: () => undefined, onMeasured: () => {} };

function tunerFor(device: Device, { adjustProfile, tuning = neverTuned, onAdapter, signal }: BackendHost): Tuner {
  const { description: name } = device;
  const adapter = adjustProfile ? adjustProfile(device.adapter) : device.adapter;
  const tuner = createTuner({ ...device, adapter }, tuning, signal);
  onAdapter?.({ name, profile: tuner.adapter });
  return {
    adapter: tuner.adapter,
    async tune(program) {
      const profile = await tuner.tune(program);
      if (profile !== tuner.adapter) onAdapter?.({ name, profile });
      return profile;
    },
  };
}

function onDevice(given: Device, tuner: Tuner, target: WebGpuTarget, host: BackendHost): WebGpuBackend {
  const backend: WebGpuBackend = {
    target,
    description: given.description,
    createExecutor: (program, plan) => createWebGpuExecutor(given.device, program, plan),
    async tune(program) {
      const profile = await tuner.tune(program);
      return profile === target.adapter ? backend : onDevice(given, tuner, webGpuTarget(profile), host);
    },
    async recreate() {
      const recreated = await host.devices.recreate();
      const fresh = tunerFor(recreated, host);
      return onDevice(recreated, fresh, targetAfterLoss(target, fresh.adapter), host);
    },
  };
  return backend;
}

/** Returns the earlier target, with its tuned variants, for an adapter of the same kind; else the adapter's own. */
export function targetAfterLoss(before: WebGpuTarget, adapter: AdapterProfile): WebGpuTarget {
  const withoutChoices = (profile: AdapterProfile) => JSON.stringify({ ...profile, choices: undefined });
  return withoutChoices(adapter) === withoutChoices(before.adapter) ? before : webGpuTarget(adapter);
}
