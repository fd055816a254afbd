// @ts-check
// `npm run bench:first-steps`: how long a training waits for its first step, for every network in
// examples/: asking for a device, planning, compiling and the step itself, each network in a process of its own, with
// nothing of an earlier one kept on disk. The second step beside it says what of that was the step. Before each it
// waits for a quiet machine.
//
//   npm run bench:first-steps -- GoogLeNet ResNet18 --batch 1 --where swiftshader
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSources } from '../build/sources.mjs';
import { lavapipeVariables } from '../test/provision/lavapipe.mjs';
import { swiftShaderVariables } from '../test/provision/swiftshader.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    batch: { type: 'string', default: '2' },
    where: { type: 'string', default: 'lavapipe' },
    /** Networks that take more are left out. */
    gibibytes: { type: 'string', default: '4' },
    /** Seconds after which a network's process is ended. */
    limit: { type: 'string', default: '120' },
    /** Seconds to wait for a quiet machine before each network. */
    patience: { type: 'string', default: '20' },
    /** Of a process that runs one network: its file. */
    file: { type: 'string' },
  },
});
const batch = Number(values.batch);

const { parseCnn, planTraining, createWebGpuExecutor, requestDevice, findNodeGpu, idle } = await loadSources(
  values.file === undefined ? 'first-steps' : 'first-step',
  `
  export * as idle from './bench/idle.js';
  export { parseCnn } from './language/index.js';
  export { createWebGpuExecutor, requestDevice } from './runtime/backends/webgpu/index.js';
  export { findNodeGpu } from './runtime/backends/webgpu/node/node-gpu.js';
  export { planTraining } from './runtime/memory/index.js';
`,
);
const optimizer = { kind: 'sgd', learningRate: 0.01, momentum: 0.9, nesterov: false, weightDecay: 0 };
const folder = new URL('../examples/', import.meta.url);

/** @returns {Promise<{ name: string, graph: import('../model/index.js').Graph }[]>} */
async function networksIn(/** @type {string} */ file) {
  const { networks } = parseCnn(await readFile(new URL(file, folder), 'utf8'), file);
  return networks.filter((/** @type {{ sound: boolean }} */ { sound }) => sound);
}

if (values.file === undefined) await compareAll();
else await answer(values.file, positionals[0] ?? '');

/** Tells the seconds of a network's two steps, or why there are none. */
async function answer(/** @type {string} */ file, /** @type {string} */ name) {
  await stepsOf(file, name).catch((error) => tellParent(error.message));
  process.exit(0);
}

/** A line of JSON; the last one holds, for the process may be ended before it has told all. */
function tellParent(/** @type {unknown} */ told) {
  return new Promise((resolve) => process.stdout.write(`\n${JSON.stringify(told)}\n`, resolve));
}

/** Tells after each step the seconds of all so far. */
async function stepsOf(/** @type {string} */ file, /** @type {string} */ wanted) {
  const { graph } = /** @type {{ graph: import('../model/index.js').Graph }} */ (
    (await networksIn(file)).find(({ name }) => name === wanted)
  );
  const started = performance.now();
  const found = await findNodeGpu();
  const asked = found.kind === 'gpu' ? await requestDevice(found.gpu) : found;
  if (asked.kind === 'none') throw new Error(`${asked.reason} ${asked.advice}`);
  const { program, plan } = planTraining(graph, { batch, optimizer, adapter: asked.adapter });
  const executor = await createWebGpuExecutor(asked.device, program, plan);
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
    await tellParent(seconds);
    // Its kernels are compiled beside the steps: the second shall not contain that.
    if (step === 0) await executor.evaluate({ images, labels });
  }
}

async function compareAll() {
  const variables = { lavapipe: lavapipeVariables, swiftshader: swiftShaderVariables, own: async () => ({}) }[
    values.where
  ];
  if (!variables) throw new Error(`--where takes lavapipe, swiftshader or own, not ${values.where}.`);
  const env = { ...process.env, ...(await variables()), MESA_SHADER_CACHE_DISABLE: 'true' };
  console.log('network               batch   first step   second step, seconds');
  let starred = false;
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.cnn'))) {
    for (const { name, graph } of await networksIn(file)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      const { plan } = planTraining(graph, { batch, optimizer });
      const gibibytes = plan.bytes / 2 ** 30;
      if (gibibytes > Number(values.gibibytes)) {
        tell(name, `takes ${gibibytes.toFixed(1)} GiB`);
        continue;
      }
      const isBusy = (await idle.waitUntilQuiet(Number(values.patience))) > idle.quiet;
      starred ||= isBusy;
      tell(isBusy ? `${name} *` : name, await inItsProcess([name, '--file', file, '--batch', String(batch)], env));
    }
  }
  if (starred) console.log(idle.starText);
}

function tell(/** @type {string} */ name, /** @type {string} */ figures) {
  console.log(`${name.padEnd(20)} ${String(batch).padStart(6)}   ${figures}`);
}

/** What a process says of its network's steps, or how it ended without. */
async function inItsProcess(/** @type {string[]} */ options, /** @type {NodeJS.ProcessEnv} */ env) {
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
  const told = JSON.parse(line);
  if (typeof told === 'string') return told;
  const figures = told.map((/** @type {number} */ seconds) => seconds.toFixed(2).padStart(10));
  return [...figures, ...(told.length < 2 ? [ended] : [])].join('    ');
}
