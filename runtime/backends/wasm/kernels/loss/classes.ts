// The classes of a row, four at a time: the index of each, and whether it is the label.
import { type F32, f32, f32x4, type I32, i32, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import { type ChannelVector, forEachChannelVector, keepLanes } from '../channel-loop.js';
import { valueBytes } from '../kernel.js';
import type { RowScores } from './per-row.js';

/** The classes' numbers. */
export function emitClassNumbers(channel: I32, { offset }: ChannelVector): V128 {
  const first = offset / valueBytes;
  const constant = i32x4.const(first, first + 1, first + 2, first + 3);
  return channel.constant === 0 ? constant : i32x4.add(i32x4.splat(i32.shrU(channel, 2)), constant);
}

/** `value` for the label's class, 0 for the others. */
export function emitOneHot(label: Local<'i32'>, value: number, classNumbers: V128): V128 {
  return v128.and(i32x4.eq(classNumbers, i32x4.splat(label)), f32x4.constSplat(value));
}

export interface Largest {
  readonly score: Local<'f32'>;
  /** The first class with it. */
  readonly classNumber: Local<'i32'>;
}

/** Scores that are not numbers are passed over. */
export function emitFirstLargest({ context: { f }, scores }: RowScores, classes: number): Largest {
  const best = f.local('v128', f32x4.constSplat(Number.NEGATIVE_INFINITY));
  const numbers = f.local('v128', i32x4.constSplat(0));
  forEachChannelVector(f, classes, (channel, vector) => {
    const loaded = v128.load(i32.add(scores, channel), vector.offset);
    const values = f.local('v128', keepLanes(loaded, vector.count, Number.NEGATIVE_INFINITY));
    const isLarger = f.local('v128', f32x4.gt(values, best));
    f.set(best, v128.bitselect(values, best, isLarger));
    f.set(numbers, v128.bitselect(emitClassNumbers(channel, vector), numbers, isLarger));
  });
  const score = f.local('f32', f32.lane(best, 0));
  const classNumber = f.local('i32', i32x4.lane(numbers, 0));
  for (const lane of [1, 2, 3]) {
    const other: Local<'f32'> = f.local('f32', f32.lane(best, lane));
    const otherNumber = f.local('i32', i32x4.lane(numbers, lane));
    const isFirstOfEqual = i32.and(f32.eq(other, score), i32.ltU(otherNumber, classNumber));
    const wins = f.local('i32', i32.or(f32.gt(other, score), isFirstOfEqual));
    f.set(score, f32.select(wins, other, score));
    f.set(classNumber, i32.select(wins, otherNumber, classNumber));
  }
  return { score, classNumber };
}

/** The score of the label's class. */
export function emitLabelScore({ scores, label }: RowScores): F32 {
  return f32.load(i32.add(scores, i32.mul(label, valueBytes)));
}
