// Copies of dense runs of values, with their length known when they are emitted.
import { f32x4, type I32, i32, type V128, v128 } from '../../emitter/index.js';
import { lanes, type StageContext, vectorBytes } from '../kernel.js';

/** Vectors up to which a run is written without a loop. */
const unrolled = 8;

/** Copies `values` values; up to three more are read and written. */
export function copyRun(context: StageContext, to: I32, from: I32, values: number): void {
  const { f } = context;
  const source = f.local('i32', from);
  writeRun(context, to, values, (offset, constant) => v128.load(i32.add(source, offset), constant));
}

/** Clears `values` values, and up to three more. */
export function clearRun(context: StageContext, to: I32, values: number): void {
  writeRun(context, to, values, () => f32x4.constSplat(0));
}

function writeRun(
  { f }: StageContext,
  to: I32,
  values: number,
  vectorAt: (offset: I32, constant: number) => V128,
): void {
  const vectors = Math.ceil(values / lanes);
  if (vectors === 0) return;
  const target = f.local('i32', to);
  if (vectors <= unrolled) {
    for (let index = 0; index < vectors; index++) {
      f.storeV128(target, vectorAt(i32.const(0), index * vectorBytes), index * vectorBytes);
    }
    return;
  }
  const offset = f.local('i32');
  const pairs = Math.floor(vectors / 2);
  f.for(offset, { to: pairs * 2 * vectorBytes, step: 2 * vectorBytes }, () => {
    const address = i32.add(target, offset);
    f.storeV128(address, vectorAt(offset, 0));
    f.storeV128(address, vectorAt(offset, vectorBytes), vectorBytes);
  });
  if (vectors % 2 > 0) {
    const last = (vectors - 1) * vectorBytes;
    f.storeV128(target, vectorAt(i32.const(0), last), last);
  }
}
