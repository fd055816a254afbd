// The contestants, and the environments each can run in.
import type { Contestant } from './contestant.js';

export const environmentKeys = [
  'chromium',
  'node-swiftshader',
  'node-lavapipe',
  'node-gpu',
  'node',
  'wasm-node',
  'wasm-node-24',
  'wasm-chromium',
] as const;
export type EnvironmentKey = (typeof environmentKeys)[number];

/** The files of this folder by their names on the command line; a missing file does not compile. */
interface Files {
  readonly ours: typeof import('./ours.js');
  readonly 'ours-direct': typeof import('./ours-direct.js');
  readonly 'ours-cpu': typeof import('./ours-cpu.js');
  readonly 'ours-cpu-2': typeof import('./ours-cpu-2.js');
  readonly 'jax-js': typeof import('./jax-js.js');
  readonly 'jax-js-wasm': typeof import('./jax-js-wasm.js');
  readonly 'pytorch-1': typeof import('./pytorch-1.js');
  readonly 'pytorch-1-last': typeof import('./pytorch-1-last.js');
  readonly 'pytorch-2': typeof import('./pytorch-2.js');
  readonly 'pytorch-2-last': typeof import('./pytorch-2-last.js');
  readonly 'tfjs-wasm': typeof import('./tfjs-wasm.js');
  readonly 'tfjs-webgpu': typeof import('./tfjs-webgpu.js');
  readonly 'tfjs-webgl': typeof import('./tfjs-webgl.js');
  readonly 'tfjs-cpu': typeof import('./tfjs-cpu.js');
  readonly convnetjs: typeof import('./convnetjs.js');
}
/** A file without a contestant does not compile either. */
export type ContestantKey = {
  [K in keyof Files]: Files[K] extends { readonly contestant: Contestant } ? K : never;
}[keyof Files];

export interface Entry {
  readonly key: ContestantKey;
  readonly title: string;
  readonly environments: readonly EnvironmentKey[];
  /** Needs the packages of bench/peers, which are installed on demand. */
  readonly isPeer: boolean;
}

const onWebGpu: readonly EnvironmentKey[] = ['chromium', 'node-swiftshader', 'node-lavapipe', 'node-gpu'];

const inNode: readonly EnvironmentKey[] = ['wasm-node', 'wasm-node-24'];
const onCpu: readonly EnvironmentKey[] = [...inNode, 'wasm-chromium'];

/**
 * A group is measured in interleaved rounds, because its ratios count; the most informative group comes first.
 * TensorFlow.js is not measured in Node on SwiftShader, which is the adapter that Chromium has.
 */
export const groups: readonly (readonly Entry[])[] = [
  [
    { key: 'ours', title: 'Receptive', environments: onWebGpu, isPeer: false },
    { key: 'ours-direct', title: 'Receptive, direct kernels', environments: onWebGpu, isPeer: false },
    { key: 'jax-js', title: 'jax-js', environments: onWebGpu, isPeer: true },
  ],
  [
    { key: 'ours-cpu', title: 'Receptive, CPU', environments: onCpu, isPeer: false },
    { key: 'ours-cpu-2', title: 'Receptive, CPU, 2 threads', environments: inNode, isPeer: false },
    { key: 'pytorch-1', title: 'PyTorch', environments: ['wasm-node'], isPeer: false },
    { key: 'pytorch-1-last', title: 'PyTorch, channels last', environments: ['wasm-node'], isPeer: false },
    { key: 'pytorch-2', title: 'PyTorch, 2 threads', environments: ['wasm-node'], isPeer: false },
    { key: 'pytorch-2-last', title: 'PyTorch, 2 threads, channels last', environments: ['wasm-node'], isPeer: false },
  ],
  [{ key: 'jax-js-wasm', title: 'jax-js wasm', environments: ['wasm-node', 'wasm-chromium'], isPeer: true }],
  [{ key: 'tfjs-wasm', title: 'TensorFlow.js wasm', environments: ['wasm-node'], isPeer: true }],
  [{ key: 'convnetjs', title: 'ConvNetJS', environments: ['node'], isPeer: true }],
  [{ key: 'tfjs-webgl', title: 'TensorFlow.js webgl', environments: ['chromium'], isPeer: true }],
  [
    {
      key: 'tfjs-webgpu',
      title: 'TensorFlow.js webgpu',
      environments: ['chromium', 'node-lavapipe', 'node-gpu'],
      isPeer: true,
    },
  ],
  [{ key: 'tfjs-cpu', title: 'TensorFlow.js cpu', environments: ['node', 'chromium'], isPeer: true }],
];

export const entries = groups.flat();
