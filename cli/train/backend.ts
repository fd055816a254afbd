// Which machine part a training runs on, and why: WebGPU where a graphics card answers, the CPU where none does. An
// adapter that computes in software may be quicker or slower than our own code, so there the two are timed.
import { freemem } from 'node:os';
import { createReferenceExecutor } from '../../runtime/backends/reference/index.js';
import type { AdapterProfile } from '../../runtime/backends/webgpu/adapter-profile.js';
import { type DeviceAnswer, requestDevice } from '../../runtime/backends/webgpu/device/adapter.js';
import { createWebGpuExecutor } from '../../runtime/backends/webgpu/device/executor.js';
import { renewDevice } from '../../runtime/backends/webgpu/device/recreate-device.js';
import { findNodeGpu } from '../../runtime/backends/webgpu/node/node-gpu.js';
import { probeAdapter } from '../../runtime/backends/webgpu/node/probe-adapter.js';
import { createTuner, type Tuner } from '../../runtime/backends/webgpu/tuning/tuner.js';
import type { Tuning } from '../../runtime/backends/webgpu/tuning/tuning-mode.js';
import { FaultError } from '../../runtime/faults/index.js';
import { stepNeeds } from '../../runtime/memory/index.js';
import type { Training } from '../../runtime/train/index.js';
import { type CreateExecutor, quickerOf } from './choose-faster-backend.js';
import { rememberAdapter } from './last-adapter.js';
import { rememberChoices, rememberedChoices } from './tuning-cache.js';

export const backends = ['auto', 'webgpu', 'cpu'] as const;
export type Backend = (typeof backends)[number];

export type BackendChoice =
  | {
      readonly kind: 'ready';
      readonly createExecutor: CreateExecutor;
      readonly adapter?: AdapterProfile;
      /** Where a device may be lost: the same on a new one. */
      readonly renew?: Training['renew'];
      readonly tune?: Training['tune'];
    }
  /** Sentences for people: what is missing, and what to do. */
  | { readonly kind: 'none'; readonly reason: string };

/** `say` gets a sentence on what was chosen where the choice was ours (`auto`). */
export async function chooseBackend(
  backend: Backend,
  tuning: Tuning,
  say: (sentence: string) => void,
): Promise<BackendChoice> {
  if (backend === 'cpu') return { kind: 'ready', createExecutor: onCpu };
  const found = (await probeAdapter()) ?? (await findNodeGpu());
  const gpu = found.kind === 'gpu' ? found.gpu : undefined;
  const answer = found.kind === 'gpu' ? await requestDevice(gpu) : found;
  if (answer.kind === 'none') {
    const { reason, advice } = answer;
    if (backend === 'webgpu') return { kind: 'none', reason: `${reason} ${advice} Or train with --backend cpu.` };
    say(`Training on the CPU. ${reason}`);
    return { kind: 'ready', createExecutor: onCpu };
  }
  const { device, description } = answer;
  const { adapter, tune } = tunerOf(answer, tuning);
  const onWebGpu = executorsOn(device);
  const renew = async () => {
    const renewed = await renewDevice(gpu);
    return { adapter: tunerOf(renewed, tuning).adapter, createExecutor: executorsOn(renewed.device) };
  };
  if (backend === 'webgpu') return { kind: 'ready', createExecutor: onWebGpu, adapter, renew, tune };
  if (!adapter.software) {
    say(`Training on WebGPU: ${description}.`);
    return { kind: 'ready', createExecutor: onWebGpu, adapter, renew, tune };
  }
  const quicker = quickerOf({ onCpu, onWebGpu, description, say });
  return { kind: 'ready', createExecutor: quicker, adapter, renew, tune };
}

/** With the files in the cache for its memory; its adapter is from now on the one last seen. */
function tunerOf(answer: Extract<DeviceAnswer, { kind: 'device' }>, when: Tuning): Tuner {
  const { identity, description: name } = answer;
  const tuner = createTuner(answer, {
    when,
    remembered: rememberedChoices(identity),
    onFound(profile) {
      rememberChoices(identity, profile.choices);
      rememberAdapter({ name, profile });
    },
  });
  rememberAdapter({ name, profile: tuner.adapter });
  return tuner;
}

function executorsOn(device: GPUDevice): CreateExecutor {
  return (program, plan) => createWebGpuExecutor(device, program, plan);
}

const onCpu: CreateExecutor = async (program, plan) => {
  const free = freemem();
  if (plan.bytes > free) {
    throw new FaultError({ kind: 'out-of-memory', ...stepNeeds(program, plan), free, detail: '' });
  }
  return createReferenceExecutor(program, plan);
};
