// What the bench, the build and other tools may import: run by Node on a developer's machine, and never shipped.
import { ir, type Rooms, room, wasm, webgpu } from './room.js';

const _kernels = `${webgpu}/kernels`;

export const toolRooms: Rooms = {
  // Run by Node on a developer's machine, and never shipped.
  build: { rooms: ['language/syntax/group-by-shim.mjs'], packages: ['node:', 'esbuild'] },
  'esbuild.mjs': { rooms: ['build'], packages: ['node:', 'esbuild'] },
  'vitest.config.ts': { rooms: [], packages: ['vitest'] },
  'docs/generate.mjs': { rooms: ['build'], packages: ['node:'] },
  'runtime/data/digits': { rooms: [], packages: ['node:'] },
  bench: { rooms: ['build', 'cli/setup.mjs'], packages: ['node:'] },
  'bench/compare': {
    rooms: [
      ...['contestants', 'environments', 'networks', 'report', 'worker'].map((name) => `bench/${name}`),
      'cli/summary',
      'cli/shared',
      'test/provision',
    ],
    packages: ['node:', 'esbuild'],
  },
  'bench/contestants': {
    rooms: [
      ...ir,
      'runtime/backends',
      'runtime/backends/reference',
      'runtime/lowering',
      'runtime/memory',
      'runtime/passes',
      webgpu,
      `${wasm}/node`,
    ],
    packages: [
      '@jax-js/jax',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      'convnetjs',
    ],
  },
  'bench/contestants/pytorch': { rooms: ['bench/contestants', 'model'], packages: ['node:'] },
  'bench/environments': {
    rooms: ['bench/contestants', 'bench/worker', 'test/provision'],
    packages: ['node:', 'playwright-core'],
  },
  'bench/networks': room('examples', 'language', 'model'),
  'bench/report': {
    rooms: ['bench/contestants', 'bench/networks', 'bench/worker'],
    packages: ['node:'],
  },
  'bench/scripts': { rooms: ['build', 'test/provision'], packages: ['node:', 'vscode-languageserver'] },
  'bench/winograd': {
    rooms: [
      ...ir,
      'build',
      'cli/shared',
      'cli/summary',
      'examples',
      'language',
      'runtime/backends',
      'runtime/backends/reference',
      'runtime/data',
      'runtime/data/sources',
      'runtime/memory',
      'runtime/train',
      'test/provision',
      webgpu,
      `${webgpu}/node`,
    ],
    packages: ['node:'],
  },
  'bench/worker': room(
    ...ir,
    'bench/contestants',
    'bench/wasm-kernels',
    'runtime/lowering',
    webgpu,
    ...['device', 'node', 'kernels'].map((name) => `${webgpu}/${name}`),
    wasm,
  ),
  'bench/wasm-kernels': {
    rooms: [
      'runtime/ir',
      'runtime/memory',
      'bench/networks',
      'build',
      wasm,
      ...['emitter', 'kernels', 'kernels/product'].map((name) => `${wasm}/${name}`),
    ],
    packages: ['node:'],
  },
};
