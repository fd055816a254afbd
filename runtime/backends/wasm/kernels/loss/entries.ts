// Entries of two f32 in the workspace, such as a loss and whether the answer is right, and their sums in order and in
// f64.
import { f32, f64, i32, type Local } from '../../emitter/index.js';
import { type StageContext, valueBytes } from '../kernel.js';

export const entryBytes = 2 * valueBytes;

/** The sums of `count` entries from an address on. */
export function emitEntrySums({ f }: StageContext, from: Local<'i32'>, count: number): readonly Local<'f64'>[] {
  const sums = [0, 1].map(() => f.local('f64', f64.const(0)));
  const entry = f.local('i32');
  const stop = f.local('i32', i32.add(from, count * entryBytes));
  f.for(entry, { from, to: stop, step: entryBytes }, () => {
    sums.forEach((sum, index) => {
      f.set(sum, f64.add(sum, f64.fromF32(f32.load(entry, index * valueBytes))));
    });
  });
  return sums;
}

/** The metrics: the sums of `count` entries from an address on. */
export function emitMetrics(context: StageContext, from: Local<'i32'>, count: number): void {
  const { f, outputs } = context;
  emitEntrySums(context, from, count).forEach((sum, index) => {
    f.storeF32(outputs[0], f32.fromF64(sum), index * valueBytes);
  });
}
