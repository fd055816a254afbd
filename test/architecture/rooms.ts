// The rooms of the house and what each may import: the table of docs/architecture.md, in a form that a test can hold
// the code to. A file belongs to the room with the longest prefix of its path; a new folder needs a row here first.

export interface Room {
  /** Other rooms, or single files of them, that it may import. */
  readonly rooms: readonly string[];
  /** As `rooms`, but for types alone. */
  readonly types?: readonly string[];
  /** Packages, subpaths included; `node:` stands for all that Node brings. */
  readonly packages: readonly string[];
}

const neutral = ['runtime/ir', 'runtime/faults', 'runtime/lowering', 'runtime/passes', 'runtime/memory'];
const webGpu = 'runtime/backends/webgpu';
const backends = ['runtime/backends', 'runtime/backends/reference', webGpu];
const trainer = [...neutral, ...backends, 'runtime/train', 'runtime/data'];

export const rooms: Readonly<Record<string, Room>> = {
  model: { rooms: [], packages: [] },
  language: { rooms: ['model'], packages: ['langium'] },

  server: {
    rooms: ['language', 'model', ...neutral, webGpu, 'server/workspace/read-source.ts'],
    packages: ['langium', 'vscode-languageserver'],
  },

  // The one file that knows Node's file system: only the server that runs on Node imports it.
  'server/workspace/read-source.ts': { rooms: ['server'], packages: ['node:', 'langium'] },

  'runtime/ir': { rooms: ['model'], packages: [] },
  'runtime/faults': { rooms: ['model', 'runtime/ir'], packages: [] },
  'runtime/lowering': { rooms: ['model', 'runtime/ir'], packages: [] },
  'runtime/passes': { rooms: ['runtime/ir', 'runtime/lowering'], packages: [] },
  'runtime/memory': {
    rooms: ['model', 'runtime/ir', 'runtime/faults', 'runtime/lowering', 'runtime/passes', webGpu],
    packages: [],
  },
  'runtime/backends': { rooms: ['model', ...neutral], packages: [] },
  'runtime/backends/reference': { rooms: ['model', ...neutral, 'runtime/backends'], packages: [] },
  [webGpu]: { rooms: ['model', ...neutral, 'runtime/backends'], packages: [] },
  // The one file that knows Node's WebGPU: nothing that runs in a browser imports it.
  'runtime/backends/webgpu/node': { rooms: [], packages: ['node:', 'webgpu'] },
  'runtime/data': { rooms: ['model', 'runtime/ir'], packages: ['fast-png', 'fflate', 'jpeg-js'] },
  'runtime/train': { rooms: ['model', ...neutral, 'runtime/backends', webGpu, 'runtime/data'], packages: [] },

  export: { rooms: ['model'], packages: [] },

  'client/webview': { rooms: ['model', ...trainer], packages: ['uplot'] },
  client: {
    rooms: ['client/webview', 'model', 'export'],
    types: ['server/protocol.ts'],
    packages: ['vscode', 'vscode-languageclient'],
  },

  cli: {
    rooms: ['language', 'model', ...trainer, 'runtime/backends/webgpu/node', 'export', 'package.json'],
    packages: ['node:'],
  },

  // What is run by Node on a developer's machine, and never shipped.
  build: { rooms: ['language/syntax/group-by-shim.mjs'], packages: ['node:', 'esbuild'] },
  'esbuild.mjs': { rooms: ['build'], packages: ['node:', 'esbuild'] },
  'vitest.config.ts': { rooms: [], packages: ['vitest'] },
  // Some of it is run in a browser's page. It measures what ships, beside peers that `npm ci` does not install.
  bench: {
    rooms: [
      'examples/resnet20.cnn',
      'language',
      'model',
      'server',
      ...trainer,
      'runtime/backends/webgpu/node',
      'cli/setup.mjs',
      'cli/summary/table.ts',
      'build/sources.mjs',
      ...['cache', 'chromium', 'command', 'lavapipe', 'swiftshader'].map((file) => `test/provision/${file}.mjs`),
    ],
    packages: [
      'node:',
      'esbuild',
      'playwright-core',
      '@jax-js/jax',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      'convnetjs',
    ],
  },
  'docs/generate.mjs': { rooms: ['build'], packages: ['node:'] },
  'runtime/data/digits/draw.mjs': { rooms: [], packages: ['node:'] },
};

/** The room of a file; undefined for a file in none. Tests may import anything and are no room. */
export function roomOf(path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}
