// Dropout: y = x/(1 - rate) where the hash keeps the value, else 0; the gradient is masked and scaled alike.
import { type ComputationOf, dropoutKeeps, dropoutKey, dropoutThreshold } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Context } from './compute.js';

/** Of both directions: [x] -> [y] and [dy] -> [dx]. */
export function dropout(
  { size, rate, layer, image }: ComputationOf<'dropout' | 'dropout-gradient'>,
  [from]: readonly Values[],
  [to]: readonly Values[],
  { settings }: Context,
): void {
  const key = dropoutKey(settings.seed, settings.step, layer);
  const threshold = dropoutThreshold(rate);
  const scale = 1 / (1 - rate);
  const first = settings.firstImage * image;
  for (let i = 0; i < size; i++) to[i] = dropoutKeeps(key, first + i, threshold) ? from[i] * scale : 0;
}
