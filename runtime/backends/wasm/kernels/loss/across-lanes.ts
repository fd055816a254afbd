// One result of a vector's four lanes, in all lanes.
import { type FunctionBuilder, f32x4, type Local, type V128, v128 } from '../../emitter/index.js';

/** Not the maximum where a lane is not a number. */
export function emitLargestLane(f: FunctionBuilder, value: V128): V128 {
  return emitAcrossLanes(f, value, f32x4.pmax);
}

export function emitLaneSum(f: FunctionBuilder, value: V128): V128 {
  return emitAcrossLanes(f, value, f32x4.add);
}

function emitAcrossLanes(f: FunctionBuilder, value: V128, combine: (a: V128, b: V128) => V128): V128 {
  const all = f.local('v128', value);
  const swapped = (vector: Local<'v128'>, order: readonly [number, number, number, number]) =>
    combine(vector, v128.shuffle32(vector, vector, order));
  const pairs = f.local('v128', swapped(all, [2, 3, 0, 1]));
  return swapped(pairs, [1, 0, 3, 2]);
}
