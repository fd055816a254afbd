// Which values a dropout keeps, four at a time: the hash of runtime/ir/random.ts in vectors.
import { type DropoutMask, dropoutThreshold } from '../../../../ir/index.js';
import { f32x4, type I32, i32, i32x4, type Local, type V128, v128 } from '../../emitter/index.js';
import type { StageContext } from '../kernel.js';
import { settingsAt } from '../settings.js';
import type { ResultPlace } from './result-place.js';

/** value/(1 - rate) where it is kept, else 0. */
export function emitDropout(
  { f, settings }: StageContext,
  { rate, layer, image }: DropoutMask,
  value: V128,
  { offset, constantOffset = 0 }: ResultPlace,
): V128 {
  const key = f.hoist(`dropout key of layer ${layer}`, () =>
    emitPcg(f.local('i32', i32.add(i32.load(settings, settingsAt.stepHash), layer)), f),
  );
  const first = f.hoist(`first value of ${image} an image`, () =>
    i32.mul(i32.load(settings, settingsAt.firstImage), image),
  );
  const index = i32.add(first, i32.shrU(i32.add(offset, constantOffset), 2));
  const places = f.local('v128', i32x4.add(i32x4.splat(index), i32x4.const(0, 1, 2, 3)));
  const hash = emitVectorPcg(f.local('v128', v128.xor(emitVectorPcg(places, f), i32x4.splat(key))), f);
  const isKept = i32x4.geU(hash, i32x4.constSplat(dropoutThreshold(rate) | 0));
  return v128.and(f32x4.mul(value, f32x4.constSplat(1 / (1 - rate))), isKept);
}

function emitPcg(value: Local<'i32'>, f: StageContext['f']): I32 {
  const s = f.local('i32', i32.add(i32.mul(value, 747796405), 2891336453 | 0));
  const shifted = i32.shrU(s, i32.add(i32.shrU(s, 28), 4));
  const w = f.local('i32', i32.mul(i32.xor(shifted, s), 277803737));
  return i32.xor(i32.shrU(w, 22), w);
}

/** Lanes have shifts of their own, which no instruction does: the shift, 4 to 19, goes by its four bits. */
function emitVectorPcg(value: Local<'v128'>, f: StageContext['f']): V128 {
  const s = f.local('v128', i32x4.add(i32x4.mul(value, i32x4.constSplat(747796405)), i32x4.constSplat(2891336453 | 0)));
  const shifted = f.local('v128', i32x4.shrU(s, 4));
  for (const bit of [0, 1, 2, 3]) {
    // All ones in the lanes whose shift has the bit: bit 28 + `bit` of s is moved to the sign.
    const mask = i32x4.gtS(i32x4.constSplat(0), i32x4.shl(s, 3 - bit));
    f.set(shifted, v128.bitselect(i32x4.shrU(shifted, 1 << bit), shifted, mask));
  }
  const w = f.local('v128', i32x4.mul(v128.xor(shifted, s), i32x4.constSplat(277803737)));
  return v128.xor(i32x4.shrU(w, 22), w);
}
