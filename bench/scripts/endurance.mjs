// @ts-check
// `npm run bench:endurance -- 2000 --batch 64 --backend wasm`: whether a long training of LeNet-5 on WebGPU or on the
// CPU slows down or grows. For every tenth of the steps it prints a step's time, the process's memory and the buffers.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSources } from '../../build/sources.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { batch: { type: 'string', default: '8' }, backend: { type: 'string', default: 'webgpu' } },
});
const steps = Number(positionals[0] ?? 10_000);
const batch = Number(values.batch);
if (![steps, batch].every((number) => Number.isInteger(number) && number > 0)) {
  throw new Error('Usage: npm run bench:endurance -- [STEPS] [--batch N], both whole numbers above 0.');
}
if (values.backend !== 'webgpu' && values.backend !== 'wasm') throw new Error('--backend takes webgpu or wasm.');

const { parseCnn, loadData, openBackend, createDeviceSource, requestDevice, findNodeGpu, startNodeThread, train } =
  await loadSources(
    'endurance',
    `
  export { parseCnn } from './language/index.js';
  export { loadData } from './runtime/data/index.js';
  export { openBackend } from './runtime/backends/open-backend.js';
  export { startNodeThread } from './runtime/backends/wasm/node/node-thread.js';
  export { createDeviceSource, requestDevice } from './runtime/backends/webgpu/index.js';
  export { findNodeGpu } from './runtime/backends/webgpu/node/node-gpu.js';
  export { train } from './runtime/train/index.js';
`,
  );

/** Bytes of all buffers of the device, or of all WebAssembly memories, and how many there were. */
let held = 0;
let made = 0;
const opened = values.backend === 'wasm' ? await openCpu() : await openGpu();

async function openGpu() {
  const found = await findNodeGpu();
  const answer = found.kind === 'gpu' ? await requestDevice(found.gpu) : found;
  if (answer.kind === 'none') throw new Error(`${answer.reason} ${answer.advice}`);
  const { device, description } = answer;
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (/** @type {GPUBufferDescriptor} */ descriptor) => {
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    held += descriptor.size;
    made++;
    buffer.destroy = () => {
      held -= descriptor.size;
      destroy();
    };
    return buffer;
  };
  /** A lost device ends the run. */
  const devices = { get: async () => answer, recreate: () => Promise.reject(new Error('the device was lost')) };
  return { backend: await openBackend('webgpu', { devices }), description, close: () => device.destroy() };
}

async function openCpu() {
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(/** @type {WebAssembly.MemoryDescriptor} */ limits) {
      super(limits);
      held += this.buffer.byteLength;
      made++;
    }
  };
  const threads = availableParallelism();
  const host = { devices: createDeviceSource(undefined), threads, startThread: startNodeThread };
  return { backend: await openBackend('cpu', host), description: `the CPU, ${threads} threads`, close: () => {} };
}

// Collects garbage before the heap is measured.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const file = await readFile(new URL('../../examples/lenet5.cnn', import.meta.url), 'utf8');
const { networks, jobs } = parseCnn(file, 'lenet5');
const { graph } = networks[0];
const digits = (/** @type {string} */ name) => readFile(new URL(`../../runtime/data/${name}`, import.meta.url));
const dataSet = await loadData({ kind: 'digits' }, { embedded: digits });
const job = { ...jobs[0].job, batch, epochs: Math.ceil(steps / Math.floor(dataSet.train.count / batch)) };

console.log(`LeNet-5, batch ${batch}, ${steps} steps, Node ${process.version}, ${opened.description}.`);
console.log('  steps   ms a step   quick ms   heap MiB    RSS MiB   device MiB   buffers made      loss');
const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1).padStart(10);
const stopping = new AbortController();
const every = Math.max(1, Math.floor(steps / 10));
/**
 * Steps are timed in blocks. `quick` is the 10th percentile of the blocks' means, which other programs on the machine
 * hardly affect; the mean they do. Processor time is no alternative: SwiftShader's threads spin while they wait.
 */
const blockSteps = 10;
/** @type {{ quick: number, rss: number, held: number, made: number }[]} One row for each tenth of the steps. */
const rows = [];
let losses = 0;
let mark = performance.now();
let milliseconds = 0;
let timed = 0;
const block = { steps: 0, milliseconds: 0 };
/** @type {number[]} Milliseconds a step in each block of a row. */
let blocks = [];

const result = await train({
  graph,
  job,
  dataSet,
  backend: opened.backend,
  signal: stopping.signal,
  onEvent(/** @type {import('../../runtime/train/index.js').TrainingEvent} */ event) {
    if (event.event === 'step') {
      timeStep(performance.now() - mark);
      losses += event.loss;
      if (event.step >= steps) stopping.abort();
      if (event.step % every === 0) printRow(event.step);
    }
    mark = performance.now();
  },
});
if (result.event === 'failed') throw new Error(result.message);
console.log(`Held after the end: ${mebibytes(held).trim()} MiB.`);
opened.close();
if (rows.length >= 4) compareHalves();

function timeStep(/** @type {number} */ taken) {
  milliseconds += taken;
  timed++;
  block.milliseconds += taken;
  if (++block.steps < blockSteps) return;
  blocks.push(block.milliseconds / blockSteps);
  block.steps = 0;
  block.milliseconds = 0;
}

/** Prints the tenth that ends with this step, and starts the next. */
function printRow(/** @type {number} */ step) {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const quick = blocks.sort((a, b) => a - b)[Math.floor(blocks.length / 10)] ?? milliseconds / timed;
  rows.push({ quick, rss, held, made });
  const times = `${(milliseconds / timed).toFixed(2).padStart(9)} ${quick.toFixed(2).padStart(10)}`;
  const figures = `${mebibytes(heapUsed)} ${mebibytes(rss)}   ${mebibytes(held)}   ${String(made).padStart(12)}`;
  console.log(`${String(step).padStart(7)}   ${times} ${figures}   ${(losses / timed).toFixed(4).padStart(7)}`);
  losses = 0;
  milliseconds = 0;
  timed = 0;
  blocks = [];
}

/** Compares the second half with the first, without the first row, in which Node still compiles. */
function compareHalves() {
  const warm = rows.slice(1);
  const middle = Math.floor(warm.length / 2);
  let flat = true;
  const compare = (/** @type {string} */ what, /** @type {'quick' | 'rss' | 'held' | 'made'} */ of, allowed = 0.1) => {
    const median = (/** @type {typeof rows} */ part) =>
      part.map((row) => row[of]).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
    const change = median(warm.slice(-middle)) / median(warm.slice(0, middle)) - 1;
    if (change > allowed) flat = false;
    console.log(`${what}: ${change < 0 ? '' : '+'}${(100 * change).toFixed(1)} % in the second half.`);
  };
  compare('Quick steps', 'quick');
  compare('Memory of the process', 'rss');
  compare('Buffers on the device', 'held', 0);
  compare('Buffers made', 'made', 0);
  console.log(flat ? 'Flat.' : 'NOT flat.');
  if (!flat) process.exitCode = 1;
}
