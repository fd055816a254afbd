// @ts-check
// `npm run bench:winograd`: whether a network trains as well where its 3x3 convolutions are computed in
// Winograd's way, whose sums round more, as where they are computed directly. ResNet-20 learns the embedded digits on
// WebGPU in Node, once for every seed and way: the same weights, images and order, other kernels.
//
//   npm run bench:winograd -- --epochs 2 --images 5000 --seeds 1,2,3 --ways direct,moved,winograd-2,winograd-4 --where lavapipe
//
// Winograd's way is taken on software adapters alone; `own` asks Dawn for whatever the machine has.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSources } from '../../build/sources.mjs';
import { lavapipeVariables } from '../../test/provision/lavapipe.mjs';
import { swiftShaderVariables } from '../../test/provision/swiftshader.mjs';

const { values } = parseArgs({
  options: {
    epochs: { type: 'string', default: '2' },
    batch: { type: 'string', default: '32' },
    images: { type: 'string', default: '5000' },
    seeds: { type: 'string', default: '1,2,3' },
    ways: { type: 'string', default: 'direct,moved,winograd-2,winograd-4' },
    where: { type: 'string', default: 'swiftshader' },
    /** Set by the first process, whose driver's variables count when a process starts. */
    started: { type: 'boolean', default: false },
  },
});

if (values.started) {
  const { compareWays } = await loadSources('winograd', "export * from './bench/winograd/compare-ways.js';");
  const numbers = (/** @type {string} */ text) => text.split(',').map(Number);
  await compareWays({
    epochs: Number(values.epochs),
    batch: Number(values.batch),
    images: Number(values.images),
    seeds: numbers(values.seeds),
    ways: values.ways.split(','),
  });
  // Dawn's threads would keep the process alive.
  process.exit(0);
}

/** @type {Record<string, () => Promise<Record<string, string>>>} */
const places = { swiftshader: swiftShaderVariables, lavapipe: lavapipeVariables, own: async () => ({}) };
const place = places[values.where];
if (!place) throw new Error(`--where takes ${Object.keys(places).join(', ')}, not ${values.where}.`);
const env = { ...process.env, ...(await place()) };
const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--started'], {
  env,
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
