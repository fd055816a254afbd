// Who takes part, and where each can run.

import type { Contestant } from './contestant.js';

export const placeKeys = ['chromium', 'node-swiftshader', 'node-lavapipe', 'node-gpu', 'node'] as const;
export type PlaceKey = (typeof placeKeys)[number];

/** The files of this folder by what a person types to run them alone: one that is missing does not compile. */
interface Files {
  readonly ours: typeof import('./ours.js');
  readonly 'ours-direct': typeof import('./ours-direct.js');
  readonly 'ours-cpu': typeof import('./ours-cpu.js');
  readonly 'jax-js': typeof import('./jax-js.js');
  readonly 'tfjs-webgpu': typeof import('./tfjs-webgpu.js');
  readonly 'tfjs-webgl': typeof import('./tfjs-webgl.js');
  readonly 'tfjs-cpu': typeof import('./tfjs-cpu.js');
  readonly convnetjs: typeof import('./convnetjs.js');
}
/** Nor does one without a contestant. */
export type ContestantKey = {
  [K in keyof Files]: Files[K] extends { readonly contestant: Contestant } ? K : never;
}[keyof Files];

export interface Entry {
  readonly key: ContestantKey;
  readonly title: string;
  readonly places: readonly PlaceKey[];
  /** Whether its packages are those of bench/peers, installed on demand. */
  readonly isPeer: boolean;
}

const onWebGpu: readonly PlaceKey[] = ['chromium', 'node-swiftshader', 'node-lavapipe', 'node-gpu'];

/**
 * Those of a group are measured in turns, for it is their quotients that count; the groups come in the order of what
 * they tell. Node on SwiftShader has no TensorFlow.js: it is the adapter that Chromium has.
 */
export const groups: readonly (readonly Entry[])[] = [
  [
    { key: 'ours', title: 'Receptive', places: onWebGpu, isPeer: false },
    { key: 'ours-direct', title: 'Receptive, direct kernels', places: onWebGpu, isPeer: false },
    { key: 'jax-js', title: 'jax-js', places: onWebGpu, isPeer: true },
  ],
  [{ key: 'convnetjs', title: 'ConvNetJS', places: ['node'], isPeer: true }],
  [{ key: 'tfjs-webgl', title: 'TensorFlow.js webgl', places: ['chromium'], isPeer: true }],
  [
    {
      key: 'tfjs-webgpu',
      title: 'TensorFlow.js webgpu',
      places: ['chromium', 'node-lavapipe', 'node-gpu'],
      isPeer: true,
    },
  ],
  [{ key: 'ours-cpu', title: 'Receptive without WebGPU', places: ['node'], isPeer: false }],
  [{ key: 'tfjs-cpu', title: 'TensorFlow.js cpu', places: ['node', 'chromium'], isPeer: true }],
];

export const entries = groups.flat();
