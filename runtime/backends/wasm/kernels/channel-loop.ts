// The channels of a pixel or row, some vectors at a time.
import { type FunctionBuilder, f32x4, type I32, i32, i32x4, type V128, v128 } from '../emitter/index.js';
import { lanes, valueBytes, vectorBytes } from './kernel.js';

export interface ChannelVector {
  /** Bytes to add to those of the group. */
  readonly offset: number;
  /** Channels there are in the vector: 4, or fewer in the last one. */
  readonly count: number;
}

/** Vectors in a group: enough for their instructions to overlap. */
const groupVectors = 4;

/** So many vectors at most are one group, without a loop. */
const unrolledVectors = 8;

/**
 * Emits the body for every group of vectors.
 * @param body gets the bytes of the group from the first channel
 */
export function forChannels(
  f: FunctionBuilder,
  channels: number,
  body: (channel: I32, vectors: readonly ChannelVector[]) => void,
): void {
  const vectorsOf = (count: number): ChannelVector[] =>
    Array.from({ length: Math.ceil(count / lanes) }, (_, index) => ({
      offset: index * vectorBytes,
      count: Math.min(lanes, count - index * lanes),
    }));
  if (channels <= unrolledVectors * lanes) {
    body(i32.const(0), vectorsOf(channels));
    return;
  }
  const group = groupVectors * lanes;
  const grouped = channels - (channels % group);
  const channel = f.local('i32');
  f.for(channel, { to: grouped * valueBytes, step: group * valueBytes }, () => body(channel, vectorsOf(group)));
  if (channels > grouped) body(channel, vectorsOf(channels - grouped));
}

/** Like `forChannels`, vector by vector. */
export function forEachChannelVector(
  f: FunctionBuilder,
  channels: number,
  body: (channel: I32, vector: ChannelVector) => void,
): void {
  forChannels(f, channels, (channel, vectors) => {
    for (const vector of vectors) body(channel, vector);
  });
}

/** The value in a vector's first `count` lanes, and `other` in those that belong to no channel. */
export function keepLanes(value: V128, count: number, other = 0): V128 {
  if (count === lanes) return value;
  const [a, b, c, d] = [0, 1, 2, 3].map((lane) => (lane < count ? -1 : 0));
  const mask = i32x4.const(a, b, c, d);
  return other === 0 ? v128.and(value, mask) : v128.bitselect(value, f32x4.constSplat(other), mask);
}
