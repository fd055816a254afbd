// @ts-check
// `npm run bench:endurance`: whether a long training stays what it was in its first minute. LeNet-5 learns the embedded
// digits on WebGPU in Node, by the trainer as the command line uses it, for 10,000 steps (or as many as are named:
// `npm run bench:endurance -- 2000 --batch 64`); for every tenth of them the time of a step, the memory of the process and
// the buffers that the device holds, counted where they are made and freed.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSources } from './sources.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { batch: { type: 'string', default: '8' } },
});
const steps = Number(positionals[0] ?? 10_000);
const batch = Number(values.batch);
if (![steps, batch].every((number) => Number.isInteger(number) && number > 0)) {
  throw new Error('Usage: npm run bench:endurance -- [STEPS] [--batch N], both whole numbers above 0.');
}

const { parseCnn, loadData, createWebGpuExecutor, requestDevice, findNodeGpu, train } = await loadSources(
  'endurance',
  `
  export { parseCnn } from './language/index.js';
  export { loadData } from './runtime/data/index.js';
  export { createWebGpuExecutor, requestDevice } from './runtime/device/index.js';
  export { findNodeGpu } from './runtime/device/node-gpu.js';
  export { train } from './runtime/train/index.js';
`,
);

const found = await findNodeGpu();
const answer = found.kind === 'gpu' ? await requestDevice(found.gpu) : found;
if (answer.kind === 'none') throw new Error(`${answer.reason} ${answer.advice}`);
const { device, adapter, description } = answer;

/** Bytes of the buffers that the device holds now. */
let held = 0;
let made = 0;
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

// So that what the heap holds is told apart from what is not collected yet.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const file = await readFile(new URL('../examples/lenet5.cnn', import.meta.url), 'utf8');
const { networks, jobs } = parseCnn(file, 'lenet5');
const { graph } = networks[0];
const digits = (/** @type {string} */ name) => readFile(new URL(`../runtime/data/${name}`, import.meta.url));
const dataSet = await loadData({ kind: 'digits' }, { embedded: digits });
const job = { ...jobs[0].job, batch, epochs: Math.ceil(steps / Math.floor(dataSet.train.count / batch)) };

console.log(`LeNet-5, batch ${batch}, ${steps} steps, Node ${process.version}, ${description}.`);
console.log('  steps   ms a step   heap MiB    RSS MiB   device MiB   buffers made      loss');
const mebibytes = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1).padStart(10);
const stopping = new AbortController();
const every = Math.max(1, Math.floor(steps / 10));
let since = 0;
let losses = 0;
const result = await train({
  graph,
  job,
  dataSet,
  adapter,
  createExecutor: createWebGpuExecutor.bind(undefined, device),
  signal: stopping.signal,
  onEvent(/** @type {import('../runtime/train/index.js').TrainingEvent} */ event) {
    if (event.event === 'start') since = performance.now();
    if (event.event !== 'step') return;
    losses += event.loss;
    if (event.step >= steps) stopping.abort();
    if (event.step % every !== 0) return;
    const perStep = (performance.now() - since) / every;
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    const figures = `${mebibytes(heapUsed)} ${mebibytes(rss)}   ${mebibytes(held)}   ${String(made).padStart(12)}`;
    console.log(
      `${String(event.step).padStart(7)}   ${perStep.toFixed(2).padStart(9)} ${figures}   ${(losses / every).toFixed(4).padStart(7)}`,
    );
    losses = 0;
    since = performance.now();
  },
});
if (result.event === 'failed') throw new Error(result.message);
console.log(`Held after the end: ${mebibytes(held).trim()} MiB.`);
device.destroy();
