// A matrix's rows in parts, each summed by itself; then the parts' sums are added up in their order. How many parts
// there are hangs on the matrix alone, so that any number of threads computes the same bits.
import { f32x4, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import type { StageContext } from '../kernel.js';
import { type RowGroup, rowBytes } from './row-group.js';

export interface Parts {
  readonly count: number;
  /** Whole row groups; the last part has what remains. */
  readonly rows: number;
}

/** Parts that are worth handing out: what one reads is in L1 or L2 when it is read again. */
const partBytes = 16 * 1024;

/** Their sums are few beside the values. */
const mostParts = 64;

export function partsOf(rows: number, group: RowGroup): Parts {
  const fewest = Math.max(partBytes / rowBytes(group), rows / mostParts, 32);
  const partRows = Math.ceil(fewest / group.rows) * group.rows;
  return { count: Math.ceil(rows / partRows), rows: partRows };
}

/** Sums that grow side by side, so that additions overlap. */
const chains = 4;

/** The sum of the vectors at `address`, `address + stride` and so on: of `count` parts. */
export function emitSumOfParts(
  { f }: StageContext,
  { address, stride, count }: { readonly address: Local<'i32'>; readonly stride: number; readonly count: number },
): V128 {
  const sums = Array.from({ length: Math.min(chains, count) }, (_, part) =>
    f.local('v128', v128.load(address, part * stride)),
  );
  const add = (at: Local<'i32'>, own: readonly Local<'v128'>[]) => {
    own.forEach((sum, part) => {
      f.set(sum, f32x4.add(sum, v128.load(at, part * stride)));
    });
  };
  const rounds = Math.floor(count / chains);
  const at = f.local('i32');
  const end = i32.add(address, rounds * chains * stride);
  if (rounds > 1)
    f.for(at, { from: i32.add(address, chains * stride), to: end, step: chains * stride }, () => add(at, sums));
  if (rounds > 0 && count % chains > 0) {
    f.set(at, end);
    add(at, sums.slice(0, count % chains));
  }
  const [first, ...others] = sums;
  return others.reduce<V128>((sum, other) => f32x4.add(sum, other), first);
}
