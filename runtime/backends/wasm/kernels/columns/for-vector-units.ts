// Units of four channels each.
import { i32, type Local } from '../../emitter/index.js';
import { lanes, type StageContext, vectorBytes } from '../kernel.js';

/** Visits vectors of four channels, one a unit: the bytes before its first, and how many of the four there are. */
export function forVectorUnits(
  { f, first, end }: StageContext,
  channels: number,
  visit: (channel: Local<'i32'>, existing: number) => void,
): void {
  const whole = Math.floor(channels / lanes);
  const [channel, stop] = [f.local('i32'), f.local('i32')];
  f.set(stop, i32.minU(end, whole));
  f.set(stop, i32.mul(stop, vectorBytes));
  f.for(channel, { from: i32.mul(first, vectorBytes), to: stop, step: vectorBytes }, () => visit(channel, lanes));
  if (channels % lanes === 0) return;
  f.if(i32.gtU(end, whole), () => {
    f.set(channel, i32.const(whole * vectorBytes));
    visit(channel, channels % lanes);
  });
}
