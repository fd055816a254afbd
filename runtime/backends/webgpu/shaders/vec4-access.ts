// How tensors whose rows are channels are declared: in vectors of four where the channels divide by 4, else value by
// value.
import type { WindowGeometry } from '../../../ir/index.js';
import type { StorageBuffer } from './kernel.js';

export const inFours = (size: number): boolean => size % 4 === 0;

/** How a tensor of `size` values is declared, stored in fours or one by one. */
export function packed(fours: boolean, size: number): Pick<StorageBuffer, 'type' | 'size'> {
  return fours ? { type: 'vec4f', size: size / 4 } : { type: 'f32', size };
}

/** How two images of the same channels are stored: `groups` elements of `type` a pixel. */
export function channelsInFours({ input: from, output: to }: Pick<WindowGeometry, 'input' | 'output'>) {
  const { type, groups, size } = rowsInFours(from[0] * from[1] * from[2], from[3]);
  return { type, groups, xSize: size, ySize: to[0] * to[1] * to[2] * groups };
}

/** How a tensor [rows, channels] is stored: `groups` elements of `type` a row, `size` in all. */
export function rowsInFours(rows: number, channels: number) {
  const fours = inFours(channels);
  const type: StorageBuffer['type'] = fours ? 'vec4f' : 'f32';
  const groups = fours ? channels / 4 : channels;
  return { type, groups, size: rows * groups };
}
