// How tensors whose rows are channels are declared: as vec4f where the channels divide by 4, else as f32.
import type { WindowGeometry } from '../../../ir/index.js';
import type { StorageBuffer } from './kernel.js';

export const fitsVec4 = (size: number): boolean => size % 4 === 0;

/** How a tensor of `size` values is declared, stored in fours or one by one. */
export function declareElements(isVec4: boolean, size: number): Pick<StorageBuffer, 'type' | 'size'> {
  return isVec4 ? { type: 'vec4f', size: size / 4 } : { type: 'f32', size };
}

/** How two images of the same channels are stored: `groups` elements of `type` a pixel. */
export function channelsAsVec4({ input: from, output: to }: Pick<WindowGeometry, 'input' | 'output'>) {
  const { type, groups, size } = rowsAsVec4(from[0] * from[1] * from[2], from[3]);
  return { type, groups, xSize: size, ySize: to[0] * to[1] * to[2] * groups };
}

/** How a tensor [rows, channels] is stored: `groups` elements of `type` a row, `size` in all. */
export function rowsAsVec4(rows: number, channels: number) {
  const isVec4 = fitsVec4(channels);
  const type: StorageBuffer['type'] = isVec4 ? 'vec4f' : 'f32';
  const groups = isVec4 ? channels / 4 : channels;
  return { type, groups, size: rows * groups };
}
