// Every folder and what it may import. Its parent folder and its direct sub-folders are always allowed
// (imports.test.ts forbids circles). A new folder needs a row; docs/architecture.md explains the rooms.

export interface Room {
  /** Folders, or single files, that it may import; a folder does not include its sub-folders. */
  readonly rooms: readonly string[];
  /** Likewise, for types only. */
  readonly types?: readonly string[];
  /** Packages with their subpaths; `node:` allows everything in Node. */
  readonly packages: readonly string[];
}

const room = (...rooms: readonly string[]): Room => ({ rooms, packages: [] });

const ir = ['model', 'runtime/ir'];
const webgpu = 'runtime/backends/webgpu';
const kernels = `${webgpu}/kernels`;
const wasm = 'runtime/backends/wasm';
const wasmKernels = `${wasm}/kernels`;
const wasmKernel = (...others: readonly string[]): Room =>
  room('runtime/ir', `${wasm}/emitter`, `${wasmKernels}/epilogue`, ...others);
const kernel = (...others: readonly string[]): Room =>
  room(...ir, webgpu, `${webgpu}/shaders`, `${webgpu}/variants`, ...others);
/** The table of a kind of layers reads its files; each file knows the rule's type and the windows. */
const layers = room('model', 'language/layers/window', 'language/diagnostics');
/** The entries, and what reports them. */
const diagnostics = ['language/diagnostics', 'language/diagnostics/collect'];
/** The syntax tree's types are generated; only language/syntax reads its concrete side. */
const tree = ['language/syntax', 'language/syntax/generated', 'language/text'];

export const rooms: Readonly<Record<string, Room>> = {
  model: room('model/format'),
  'model/format': room('model'),

  // Untrusted files on the disk, for the command line and the server on Node.
  filesystem: { rooms: [], packages: ['node:'] },

  language: room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/expand',
    'language/incremental',
    'language/jobs',
    'language/measure',
    'language/recovery',
    'language/resolve',
    ...tree,
  ),
  'language/text': room(),
  'language/syntax': { rooms: ['language/text'], packages: ['langium'] },
  'language/syntax/generated': { rooms: [], packages: ['langium'] },
  'language/builtins': room(...tree),
  'language/layers': room('model', 'language/diagnostics'),
  'language/layers/activation': layers,
  'language/layers/convolution': layers,
  'language/layers/join': layers,
  'language/layers/normalisation': layers,
  'language/layers/pooling': layers,
  'language/layers/rearrange': layers,
  'language/layers/window': room('model', 'language/diagnostics', 'language/layers'),
  'language/measure': room('model', 'language/layers'),
  'language/diagnostics': room('model', 'language/text'),
  'language/diagnostics/collect': room('language/diagnostics', 'language/text'),
  'language/diagnostics/advice': room(
    'model',
    'language/diagnostics/collect',
    'language/analysis.ts',
    'language/layers',
    'language/layers/window',
    'language/text',
  ),
  'language/recovery': room('language/builtins', ...diagnostics, ...tree),
  'language/evaluate': room('model', 'language/builtins', ...diagnostics, 'language/recovery', ...tree),
  'language/resolve': room('language/builtins', ...diagnostics, 'language/evaluate', ...tree),
  'language/expand': room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/layers',
    'language/measure',
    'language/recovery',
    'language/resolve',
    ...tree,
  ),
  'language/jobs': room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/recovery',
    ...tree,
  ),
  'language/incremental': room(
    'model',
    ...diagnostics,
    'language/diagnostics/advice',
    'language/evaluate',
    'language/expand',
    'language/measure',
    ...tree,
  ),

  server: {
    rooms: ['model', 'server/features', 'server/workspace', `${webgpu}/tuning`],
    packages: ['vscode-languageserver'],
  },
  'server/workspace': {
    rooms: ['language', 'model', 'runtime/memory', webgpu, `${webgpu}/tuning`],
    packages: ['langium', 'vscode-languageserver'],
  },
  // The one file that reads the file system; only the server that runs on Node imports it.
  'server/workspace/read-source.ts': { rooms: ['filesystem'], packages: ['langium'] },
  'server/cursor': room('language', 'model'),
  'server/diagnostics': {
    rooms: ['language', 'model', 'server/workspace', 'runtime/lowering', 'runtime/memory'],
    packages: ['vscode-languageserver'],
  },
  'server/hover-content': room(
    'language',
    'model',
    'runtime/memory',
    'server/cursor',
    'server/workspace',
    `${webgpu}/tuning`,
  ),
  'server/features': {
    rooms: ['language', 'model', 'server/cursor', 'server/diagnostics', 'server/hover-content', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
  'server/features/completion': {
    rooms: ['language', 'model', 'server/cursor', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
  'server/features/inlay-hints': {
    rooms: ['language', 'model', 'server/cursor', 'server/hover-content', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },

  'runtime/ir': room('model'),
  'runtime/faults': room(...ir),
  'runtime/lowering': room(...ir),
  'runtime/lowering/layers': room(...ir),
  'runtime/lowering/layers/activation': room(...ir),
  'runtime/lowering/layers/convolution': room(...ir),
  'runtime/lowering/layers/join': room(...ir),
  'runtime/lowering/layers/normalisation': room(...ir),
  'runtime/lowering/layers/rearrange': room(...ir),
  'runtime/passes': room('model', 'runtime/ir'),
  'runtime/memory': room(...ir, 'runtime/lowering', 'runtime/passes'),
  // The seam, and the one way in, which knows every backend.
  'runtime/backends': room(
    'runtime/ir',
    'runtime/faults',
    'runtime/memory',
    'runtime/backends/reference',
    wasm,
    ...[webgpu, `${webgpu}/device`, `${webgpu}/tuning`],
  ),
  'runtime/backends/cpu': room(...ir, 'runtime/backends', 'runtime/memory'),
  'runtime/backends/reference': room(
    ...ir,
    'runtime/backends',
    'runtime/backends/cpu',
    'runtime/backends/reference/computations',
    'runtime/faults',
    'runtime/memory',
  ),
  'runtime/backends/reference/computations': room(
    ...ir,
    'runtime/backends/cpu',
    'runtime/backends/reference/computations/matmul',
  ),
  'runtime/backends/reference/computations/matmul': room(
    ...ir,
    'runtime/backends/cpu',
    'runtime/backends/reference/computations',
  ),
  [webgpu]: room(...ir, 'runtime/backends', 'runtime/memory'),
  [`${webgpu}/device`]: room(
    'runtime/ir',
    'runtime/faults',
    'runtime/memory',
    'runtime/backends',
    kernels,
    `${webgpu}/variants`,
  ),
  // The one folder that loads WebGPU for Node; nothing that runs in a browser imports it.
  [`${webgpu}/node`]: { rooms: [], packages: ['webgpu', 'node:'] },
  [`${webgpu}/shaders`]: room(...ir, `${webgpu}/variants`),
  [`${webgpu}/tuning`]: room(...ir, `${webgpu}/device`, `${webgpu}/variants`),
  [`${webgpu}/variants`]: room('runtime/ir'),
  [kernels]: kernel(),
  [`${kernels}/conv`]: kernel(...['depthwise', 'direct-conv', 'gemm', 'winograd'].map((name) => `${kernels}/${name}`)),
  [`${kernels}/depthwise`]: kernel(),
  [`${kernels}/direct-conv`]: kernel(),
  [`${kernels}/fc`]: kernel(`${kernels}/conv`, `${kernels}/gemm`),
  [`${kernels}/gemm`]: kernel(`${kernels}/direct-conv`),
  [`${kernels}/loss`]: kernel(),
  [`${kernels}/move`]: kernel(),
  [`${kernels}/norm`]: kernel(),
  [`${kernels}/optimizer`]: kernel(),
  [`${kernels}/pointwise`]: kernel(),
  [`${kernels}/pool`]: kernel(),
  [`${kernels}/winograd`]: kernel(`${kernels}/direct-conv`),
  [wasm]: room(
    ...ir,
    'runtime/backends',
    'runtime/backends/cpu',
    'runtime/backends/reference',
    'runtime/faults',
    'runtime/memory',
    `${wasm}/emitter`,
    wasmKernels,
  ),
  [`${wasm}/emitter`]: room(),
  [wasmKernels]: room('runtime/ir', `${wasm}/emitter`, `${wasmKernels}/epilogue`),
  [`${wasmKernels}/columns`]: wasmKernel(),
  [`${wasmKernels}/norm`]: wasmKernel(`${wasmKernels}/columns`),
  [`${wasmKernels}/norm/batch`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/norm/groups`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/norm/rows`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/optimizer`]: wasmKernel(),
  [`${wasmKernels}/math`]: wasmKernel(),
  [`${wasmKernels}/pointwise`]: wasmKernel(),
  [`${wasmKernels}/loss`]: wasmKernel(`${wasmKernels}/math`),
  [`${wasmKernels}/move`]: wasmKernel(),
  [`${wasmKernels}/response-norm`]: wasmKernel(`${wasmKernels}/math`),
  [`${wasmKernels}/epilogue`]: wasmKernel('model', `${wasmKernels}/math`),
  [`${wasmKernels}/conv`]: wasmKernel(`${wasmKernels}/product`),
  [`${wasmKernels}/fc`]: wasmKernel(`${wasmKernels}/product`),
  [`${wasmKernels}/product`]: wasmKernel(),
  [`${wasmKernels}/pool`]: wasmKernel(),
  'runtime/data': room(...ir),
  'runtime/data/formats': { rooms: ['runtime/ir'], packages: ['fflate'] },
  'runtime/data/image': { rooms: ['model', 'runtime/data/formats'], packages: ['fast-png', 'fflate'] },
  'runtime/data/image/jpeg': room('runtime/data'),
  'runtime/data/sources': {
    rooms: [...ir, 'runtime/data/formats', 'runtime/data/image'],
    packages: [],
  },
  'runtime/train': room(
    ...ir,
    'runtime/backends',
    'runtime/data',
    'runtime/faults',
    'runtime/lowering',
    'runtime/memory',
  ),

  client: {
    rooms: ['client/commands', 'client/panels/training', 'client/process', 'client/storage', 'client/webview/messages'],
    types: ['server/protocol.ts'],
    packages: ['vscode', 'vscode-languageclient'],
  },
  'client/commands': {
    rooms: ['client/panels', 'client/panels/training', 'model'],
    types: ['server/protocol.ts'],
    packages: ['vscode'],
  },
  'client/panels': { rooms: ['client/webview/messages', 'language/text'], packages: ['vscode'] },
  'client/panels/training': {
    rooms: ['client/webview/messages', 'model', 'runtime/faults', 'runtime/train'],
    types: ['server/protocol.ts'],
    packages: ['vscode'],
  },
  // Starts processes; only the extension on the desktop imports it.
  'client/process': { rooms: [], types: ['client/panels/training'], packages: ['node:'] },
  // What trains, in the page's worker as in a process.
  'client/trainer': room('client/webview/messages', 'model', 'runtime/backends', 'runtime/data', 'runtime/train'),
  'client/trainer/process': {
    rooms: ['client/webview/messages', 'model', 'runtime/backends', 'runtime/train', webgpu],
    packages: ['node:'],
  },
  'client/storage': { rooms: ['client/webview/messages', 'model'], packages: ['vscode'] },
  'client/webview/shared': room(),
  'client/webview/messages': room('model', 'runtime/data', 'runtime/train', `${webgpu}/tuning`),
  'client/webview/training': {
    rooms: [
      'client/trainer',
      'client/webview/messages',
      'client/webview/shared',
      'model',
      'runtime/backends',
      'runtime/data',
      'runtime/faults',
      'runtime/train',
      webgpu,
      `${webgpu}/tuning`,
    ],
    packages: ['uplot'],
  },

  cli: { rooms: ['model', 'package.json'], packages: ['node:'] },
  'cli/shared': { rooms: ['filesystem', 'language', 'model', 'package.json'], packages: ['node:'] },
  'cli/check': { rooms: ['cli/shared', 'language', 'model'], packages: ['node:'] },
  'cli/summary': {
    rooms: ['cli/check', 'cli/shared', 'cli/train', 'language', 'model', 'runtime/memory', webgpu, `${webgpu}/tuning`],
    packages: ['node:'],
  },
  'cli/train': {
    rooms: [
      'cli/check',
      'cli/shared',
      'filesystem',
      'language',
      'runtime/backends',
      'runtime/backends/reference',
      'runtime/data',
      'runtime/faults',
      'runtime/memory',
      'runtime/train',
      ...ir,
      ...[webgpu, `${webgpu}/device`, `${webgpu}/node`, `${webgpu}/tuning`],
    ],
    packages: ['node:'],
  },

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
    ],
    packages: [
      '@jax-js/jax',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-webgpu',
      'convnetjs',
    ],
  },
  'bench/environments': {
    rooms: ['bench/contestants', 'bench/worker', 'test/provision'],
    packages: ['node:', 'playwright-core'],
  },
  'bench/networks': room('examples', 'language', 'model'),
  'bench/report': {
    rooms: ['bench/contestants', 'bench/networks', 'bench/worker'],
    packages: ['node:'],
  },
  'bench/scripts': { rooms: ['build', 'test/provision'], packages: ['node:'] },
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
    'runtime/lowering',
    webgpu,
    ...['device', 'node', 'kernels'].map((name) => `${webgpu}/${name}`),
  ),
};

/** The row of a file: its own, else that of the folder it lies in; undefined where there is none. */
export function roomOf(path: string): string | undefined {
  if (path in rooms) return path;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder in rooms ? folder : undefined;
}
