// @ts-check
// `npm run bench:wasm-kernels`: the time of every kernel of a training step on one thread, beside the machine's peak.
//   npm run bench:wasm-kernels -- --networks lenet5,cifar-small,resnet20 --arithmetic separate
// Node 20 has fused arithmetic behind --experimental-wasm-relaxed-simd, which this sets.

import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { loadSources } from '../../build/sources.mjs';

const { values } = parseArgs({
  options: {
    networks: { type: 'string', default: 'lenet5,cifar-small,resnet20' },
    arithmetic: { type: 'string', default: 'fused' },
    /** Milliseconds that each kernel is repeated for. */
    time: { type: 'string', default: '100' },
  },
});

setFlagsFromString('--experimental-wasm-relaxed-simd');
const { measureKernels } = await loadSources(
  'wasm-kernels',
  "export * from './bench/wasm-kernels/measure-kernels.js';",
);
await measureKernels({
  networks: values.networks.split(','),
  arithmetic: values.arithmetic,
  time: Number(values.time),
});
