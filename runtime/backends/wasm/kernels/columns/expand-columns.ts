// A value for each channel -> a value for each column of a period, so that four columns are one vector.
import { type I32, i32, type Local, v128 } from '../../emitter/index.js';
import { lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';
import { channelBytes, periodBytes, type RowGroup } from './row-group.js';

/** Scratch memory that `emitColumnsOf` needs. */
export function expandedBytes(group: RowGroup): number {
  return isExpanded(group) ? periodBytes(group) : 0;
}

/**
 * The address of the columns' values: `channels` itself where no vector holds channels of two rows, else `target`,
 * which is filled.
 */
export function emitColumnsOf(
  { f }: StageContext,
  group: RowGroup,
  channels: Local<'i32'>,
  target: Local<'i32'>,
): Local<'i32'> {
  if (!isExpanded(group)) return channels;
  const copies = (group.period * lanes) / group.channels;
  const channel = f.local('i32');
  // A row's last vector reaches into the next row, which is written after it.
  for (let copy = 0; copy < copies; copy++) {
    f.for(channel, { to: channelBytes(group.channels), step: vectorBytes }, () => {
      const address: I32 = i32.add(target, channel);
      f.storeV128(address, v128.load(i32.add(channels, channel)), copy * group.channels * valueBytes);
    });
  }
  return target;
}

function isExpanded({ channels, rows }: RowGroup): boolean {
  return channels % lanes !== 0 && rows > 1;
}
