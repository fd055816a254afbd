// Who takes part, and where each can run.

export const placeKeys = ['chromium', 'node-swiftshader', 'node-lavapipe', 'node-gpu', 'node'] as const;
export type PlaceKey = (typeof placeKeys)[number];

export interface Entry {
  /** What a person types to run it alone; also its file in this folder. */
  readonly key: string;
  readonly title: string;
  readonly places: readonly PlaceKey[];
  /** Whether its packages are those of bench/peers, installed on demand. */
  readonly isPeer: boolean;
}

const onWebGpu: readonly PlaceKey[] = ['chromium', 'node-swiftshader', 'node-lavapipe', 'node-gpu'];

/**
 * Those of a group are measured in turns, for it is their quotients that count; the groups come in the order of what they tell.
 * Node on SwiftShader has no TensorFlow.js: it is the adapter that Chromium has.
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
