// @ts-check
// Time to the first training step of every network in examples/ (device, planning, compiling, the step itself) and of
// the second step, each network in its own process without a shader cache on disk.
//   npm run bench:first-steps -- GoogLeNet ResNet18 --batch 1 --where swiftshader (or own, or wasm: the CPU backend)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSources } from '../../build/sources.mjs';
import { lavapipeVariables } from '../../test/provision/lavapipe.mjs';
import { swiftShaderVariables } from '../../test/provision/swiftshader.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batch: { type: 'string', default: '2' },
    where: { type: 'string', default: 'lavapipe' },
    /** Networks that need more are skipped. */
    gibibytes: { type: 'string', default: '4' },
    /** Seconds after which a network's process is killed. */
    limit: { type: 'string', default: '120' },
    /** Seconds to wait for a quiet machine before each network. */
    patience: { type: 'string', default: '20' },
    /** In a child process, which runs one network: its file. */
    file: { type: 'string' },
  },
});
const batch = Number(values.batch);

const {
  parseCnn,
  planTraining,
  openBackend,
  createDeviceSource,
  webGpuTarget,
  findNodeGpu,
  startNodeThread,
  waitUntilQuiet,
  quietShare,
  starText,
} = await loadSources(
  values.file === undefined ? 'first-steps' : 'first-step',
  `
  export { waitUntilQuiet } from './bench/compare/idle.js';
  export { quietShare } from './bench/report/results.js';
  export { starText } from './bench/report/rows.js';
  export { parseCnn } from './language/index.js';
  export { openBackend } from './runtime/backends/open-backend.js';
  export { startNodeThread } from './runtime/backends/wasm/node/node-thread.js';
  export { createDeviceSource, webGpuTarget } from './runtime/backends/webgpu/index.js';
  export { findNodeGpu } from './runtime/backends/webgpu/node/node-gpu.js';
  export { planTraining } from './runtime/memory/index.js';
`,
);
const optimizer = { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 };
const folder = new URL('../../examples/', import.meta.url);

/** @returns {Promise<{ name: string, graph: import('../../model/index.js').Graph }[]>} */
async function networksIn(/** @type {string} */ file) {
  const { networks } = parseCnn(await readFile(new URL(file, folder), 'utf8'), file);
  return networks.filter((/** @type {{ sound: boolean }} */ { sound }) => sound);
}

if (values.file === undefined) await compareAll();
else await answer(values.file, positionals[0] ?? '');

/** Sends the seconds of a network's two steps, or the error. */
async function answer(/** @type {string} */ file, /** @type {string} */ name) {
  await runSteps(file, name).catch((error) => sendToParent(error.message));
  process.exit(0);
}

/** Writes a line of JSON; the last line counts, since the process may be killed before it is done. */
function sendToParent(/** @type {unknown} */ message) {
  return new Promise((resolve) => process.stdout.write(`\n${JSON.stringify(message)}\n`, resolve));
}

/** Sends the seconds of all steps so far after each step. */
async function runSteps(/** @type {string} */ file, /** @type {string} */ wanted) {
  const { graph } = /** @type {{ graph: import('../../model/index.js').Graph }} */ (
    (await networksIn(file)).find(({ name }) => name === wanted)
  );
  const started = performance.now();
  const backend = await open();
  const { program, plan } = planTraining(graph, { batch, optimizer, target: backend.target });
  const executor = await backend.createExecutor(program, plan);
  const images = new Float32Array(
    program.tensors[program.images].shape.reduce(
      (/** @type {number} */ size, /** @type {number} */ extent) => size * extent,
    ),
  ).fill(0.5);
  const labels = new Uint32Array(batch);
  const seconds = [];
  for (let step = 0; step < 2; step++) {
    const begun = step === 0 ? started : performance.now();
    await executor.step({ images, labels }, { learningRate: 0.01, step, seed: 1 });
    seconds.push((performance.now() - begun) / 1000);
    await sendToParent(seconds);
    // The evaluation's kernels compile in the background: the second step must not contain that.
    if (step === 0) await executor.evaluate({ images, labels });
  }
}

async function open() {
  if (values.where === 'wasm') return openCpu();
  const found = await findNodeGpu();
  if (found.kind === 'none') throw new Error(`${found.reason} ${found.advice}`);
  const backend = await openBackend('webgpu', { devices: createDeviceSource(found.gpu) });
  if ('reason' in backend) throw new Error(`${backend.reason} ${backend.advice}`);
  return backend;
}

async function openCpu() {
  const host = {
    devices: createDeviceSource(undefined),
    threads: availableParallelism(),
    startThread: startNodeThread,
  };
  const backend = await openBackend('cpu', host);
  if ('reason' in backend) throw new Error(`${backend.reason} ${backend.advice}`);
  return backend;
}

async function compareAll() {
  const variables = {
    lavapipe: lavapipeVariables,
    swiftshader: swiftShaderVariables,
    own: async () => ({}),
    wasm: async () => ({}),
  }[values.where];
  if (!variables) throw new Error(`--where takes lavapipe, swiftshader, own or wasm, not ${values.where}.`);
  const env = { ...process.env, ...(await variables()), MESA_SHADER_CACHE_DISABLE: 'true' };
  console.log('network               batch   first step   second step, seconds');
  let starred = false;
  const { target } = values.where === 'wasm' ? await openCpu() : { target: webGpuTarget() };
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.cnn'))) {
    for (const { name, graph } of await networksIn(file)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const { plan } = planTraining(graph, { batch, optimizer, target });
      const gibibytes = plan.bytes / 2 ** 30;
      if (gibibytes > Number(values.gibibytes)) {
        printRow(name, `takes ${gibibytes.toFixed(1)} GiB`);
        continue;
      }
      const isBusy = (await waitUntilQuiet(Number(values.patience))) > quietShare;
      starred ||= isBusy;
      printRow(
        isBusy ? `${name} *` : name,
        await runInProcess([name, '--file', file, '--batch', String(batch), '--where', values.where], env),
      );
    }
  }
  if (starred) console.log(starText);
}

function printRow(/** @type {string} */ name, /** @type {string} */ figures) {
  console.log(`${name.padEnd(20)} ${String(batch).padStart(6)}   ${figures}`);
}

/** The figures that a child process sends, or how it ended. */
async function runInProcess(/** @type {string[]} */ options, /** @type {NodeJS.ProcessEnv} */ env) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...options], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 1000 * Number(values.limit),
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  const [code, signal] = await once(child, 'close');
  const line = output.split('\n').findLast((text) => /^[["]/.test(text));
  const ended = signal === 'SIGKILL' ? `over ${values.limit} s` : `ended by ${signal ?? code}`;
  if (line === undefined) return ended;
  const message = JSON.parse(line);
  if (typeof message === 'string') return message;
  const figures = message.map((/** @type {number} */ seconds) => seconds.toFixed(2).padStart(10));
  return [...figures, ...(message.length < 2 ? [ended] : [])].join('    ');
}
