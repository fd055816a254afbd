// The processor's best rate on one thread: the register tile that all products of the CPU backend are made of.
import { hasRelaxedSimd } from '../../runtime/backends/wasm/features.js';
import { measurePeak } from '../wasm-kernels/peak.js';
import type { MatmulFigures } from './matmul.js';
import type { Work } from './work.js';

/** Milliseconds for each kind of arithmetic. */
const time = 300;

export const work: Work<unknown, MatmulFigures> = async () => {
  const variants: Record<string, number> = { 'separate tile': await measurePeak('separate', time) };
  if (hasRelaxedSimd()) variants['fused tile'] = await measurePeak('fused', time);
  return { operationsPerSecond: Math.max(...Object.values(variants)), variants };
};
