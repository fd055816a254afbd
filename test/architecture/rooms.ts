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

const runtime = ['runtime/program', 'runtime/compile', 'runtime/plan', 'runtime/kernels', 'runtime/device'];
const trainer = [...runtime, 'runtime/train', 'runtime/data', 'runtime/reference'];

export const rooms: Readonly<Record<string, Room>> = {
  'language/graph': { rooms: [], packages: [] },
  language: { rooms: ['language/graph'], packages: ['langium'] },

  server: {
    rooms: ['language', 'language/graph', 'runtime/plan', 'server/read-source.ts'],
    packages: ['langium', 'vscode-languageserver'],
  },

  // The one file that knows Node's file system: only the server that runs on Node imports it.
  'server/read-source.ts': { rooms: ['server'], packages: ['node:', 'langium'] },

  'runtime/program': { rooms: ['language/graph'], packages: [] },
  'runtime/compile': { rooms: ['runtime/program'], packages: [] },
  'runtime/plan': { rooms: ['language/graph', 'runtime/program', 'runtime/compile'], packages: [] },
  'runtime/kernels': { rooms: ['language/graph', 'runtime/program', 'runtime/plan'], packages: [] },
  'runtime/device': { rooms: ['language/graph', ...runtime], packages: [] },
  // The one file that knows Node's WebGPU: nothing that runs in a browser imports it.
  'runtime/device/node-gpu.ts': { rooms: ['runtime/device/node-rest.ts'], packages: ['webgpu'] },
  'runtime/device/node-rest.ts': { rooms: [], packages: [] },
  'runtime/reference': { rooms: ['language/graph', 'runtime/program', 'runtime/plan'], packages: [] },
  'runtime/data': { rooms: ['language/graph', 'runtime/program'], packages: ['fast-png', 'fflate', 'jpeg-js'] },
  'runtime/train': {
    rooms: ['language/graph', 'runtime/program', 'runtime/compile', 'runtime/plan', 'runtime/data'],
    packages: [],
  },

  export: { rooms: ['language/graph'], packages: [] },

  'client/webview': { rooms: ['language/graph', ...trainer], packages: ['uplot'] },
  client: {
    rooms: ['client/webview', 'export'],
    types: ['server/protocol.ts'],
    packages: ['vscode', 'vscode-languageclient'],
  },

  cli: {
    rooms: ['language', 'language/graph', ...trainer, 'runtime/device/node-gpu.ts', 'export', 'package.json'],
    packages: ['node:'],
  },

  // What is run by Node on a developer's machine, and never shipped.
  build: { rooms: ['language/group-by-shim.mjs'], packages: ['node:', 'esbuild'] },
  'esbuild.mjs': { rooms: ['build'], packages: ['node:', 'esbuild'] },
  'vitest.config.ts': { rooms: [], packages: ['vitest'] },
  // Some of it is run in a browser's page. It measures what ships, beside peers that `npm ci` does not install.
  bench: {
    rooms: [
      'examples/resnet20.cnn',
      'language',
      'language/graph',
      'server',
      ...trainer,
      'runtime/device/node-gpu.ts',
      'cli/setup.mjs',
      'cli/table.ts',
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
