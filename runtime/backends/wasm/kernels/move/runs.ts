// Runs of neighbouring values: copying and clearing them, a vector at a time.
import { type FunctionBuilder, f32x4, type I32, i32, v128 } from '../../emitter/index.js';
import { forEachChannelVector } from '../channel-loop.js';

export interface Run {
  readonly from: I32;
  readonly to: I32;
  /** Values; may be 0. */
  readonly length: number;
}

export function emitCopy(f: FunctionBuilder, { from, to, length }: Run): void {
  if (length === 0) return;
  const [source, target] = [f.local('i32', from), f.local('i32', to)];
  forEachChannelVector(f, length, (at, { offset, count }) => {
    const value = f.local('v128', v128.load(i32.add(source, at), offset));
    f.storeLanes(i32.add(target, at), value, count, offset);
  });
}

export function emitClear(f: FunctionBuilder, { to, length }: Omit<Run, 'from'>): void {
  if (length === 0) return;
  const target = f.local('i32', to);
  const zero = f.local('v128', f32x4.constSplat(0));
  forEachChannelVector(f, length, (at, { offset, count }) => {
    f.storeLanes(i32.add(target, at), zero, count, offset);
  });
}
