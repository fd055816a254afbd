// Values for each channel, computed once for all rows.
import { i32, type Local, type V128 } from '../../emitter/index.js';
import { channelBytes } from '../columns/index.js';
import { type StageContext, vectorBytes } from '../kernel.js';

/** Fills `target`, whole vectors, with what `compute` makes of the four channels after `channel` bytes of others. */
export function emitPerChannel(
  { f }: StageContext,
  channels: number,
  target: Local<'i32'>,
  compute: (channel: Local<'i32'>) => V128,
): void {
  const channel = f.local('i32');
  f.for(channel, { to: channelBytes(channels), step: vectorBytes }, () => {
    f.storeV128(i32.add(target, channel), compute(channel));
  });
}
