// @ts-check
// `npm run bench:winograd`: compares trainings of ResNet-20 with Winograd, whose sums round more, and with direct
// convolutions. Same weights, images and order; only the kernels differ.
//   npm run bench:winograd -- --epochs 2 --images 5000 --seeds 1,2,3 --kernels direct,winograd-2 --where lavapipe
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
    /** Those of bench/winograd/kernel-choices.ts. */
    kernels: { type: 'string', default: 'direct,moved,winograd-2,winograd-4' },
    /** `own`: whichever adapter Dawn finds. Winograd is the default on software adapters only. */
    where: { type: 'string', default: 'swiftshader' },
    /** Set in the child process: the driver's variables must be set before a process starts. */
    started: { type: 'boolean', default: false },
  },
});

if (values.started) {
  const { compareKernels } = await loadSources('winograd', "export * from './bench/winograd/compare-kernels.js';");
  const numbers = (/** @type {string} */ text) => text.split(',').map(Number);
  await compareKernels({
    epochs: Number(values.epochs),
    batch: Number(values.batch),
    images: Number(values.images),
    seeds: numbers(values.seeds),
    choices: values.kernels.split(','),
  });
  // Dawn's threads would keep the process alive.
  process.exit(0);
}

/** @type {Record<string, () => Promise<Record<string, string>>>} */
const environments = { swiftshader: swiftShaderVariables, lavapipe: lavapipeVariables, own: async () => ({}) };
const findVariables = environments[values.where];
if (!findVariables) throw new Error(`--where takes ${Object.keys(environments).join(', ')}, not ${values.where}.`);
const env = { ...process.env, ...(await findVariables()) };
const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2), '--started'], {
  env,
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
