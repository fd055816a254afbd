// Rows of a matrix as units, and what runs along one of them: a vector at a time, the last one perhaps not whole.
import { f32, f32x4, type I32, i32, i32x4, type Local, type V128, v128 } from '../../../emitter/index.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from '../../kernel.js';

const unitBytes = 4096;

export interface RowLoop {
  readonly rows: number;
  readonly channels: number;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** Emits what is done to a row; `offset` is the bytes from a tensor's first value to the row's. */
  visit(context: StageContext, row: Local<'i32'>, offset: Local<'i32'>): void;
}

export function rowLoopStage({ rows, channels, cost, visit }: RowLoop): KernelStage {
  const unitRows = Math.max(1, Math.round(unitBytes / (channels * valueBytes)));
  return {
    units: Math.ceil(rows / unitRows),
    unitCost: unitRows * (Math.ceil(channels / lanes) * cost + 20),
    emit(context) {
      const { f, first, end } = context;
      const [row, offset] = [f.local('i32'), f.local('i32')];
      const stop = f.local('i32', i32.minU(f.local('i32', i32.mul(end, unitRows)), rows));
      f.for(row, { from: i32.mul(first, unitRows), to: stop }, () => {
        f.set(offset, i32.mul(row, channels * valueBytes));
        visit(context, row, offset);
      });
    },
  };
}

/** Visits a row's vectors: the bytes before the first of its values, which is at `offset`, and how many exist. */
export function forEachVectorOfRow(
  { f }: StageContext,
  channels: number,
  visit: (channel: Local<'i32'>, existing: number) => void,
): void {
  const channel = f.local('i32');
  const whole = Math.floor(channels / lanes) * vectorBytes;
  if (whole > 0) f.for(channel, { to: whole, step: vectorBytes }, () => visit(channel, lanes));
  if (channels % lanes === 0) return;
  f.set(channel, i32.const(whole));
  visit(channel, channels % lanes);
}

/** Sums that grow side by side, so that additions overlap. */
const chains = 4;

/**
 * Sums over a row, each in all lanes. `add` adds what the vector `constantOffset + channel` bytes after the row's first
 * value contributes.
 */
export function emitRowSums(
  { f }: StageContext,
  channels: number,
  count: number,
  add: (sums: readonly Local<'v128'>[], channel: I32, constantOffset: number) => void,
): Local<'v128'>[] {
  const vectors = Math.floor(channels / lanes);
  const sums = Array.from({ length: Math.max(1, Math.min(chains, vectors)) }, () =>
    Array.from({ length: count }, () => f.local('v128')),
  );
  for (const sum of sums.flat()) f.set(sum, f32x4.constSplat(0));
  const inLoop = vectors - (vectors % chains);
  if (inLoop > 0) {
    const channel = f.local('i32');
    f.for(channel, { to: inLoop * vectorBytes, step: chains * vectorBytes }, () => {
      sums.forEach((own, index) => {
        add(own, channel, index * vectorBytes);
      });
    });
  }
  for (let vector = inLoop; vector < vectors; vector++) {
    add(sums[vector - inLoop], i32.const(0), vector * vectorBytes);
  }
  if (channels % lanes > 0) addLastLanes();
  return Array.from({ length: count }, (_, which) => {
    const [firstSum, ...others] = sums.map((own) => own[which]);
    const all = others.reduce<V128>((sum, other) => f32x4.add(sum, other), firstSum);
    return emitLaneSum({ f }, f.local('v128', all));
  });

  function addLastLanes(): void {
    const [own] = sums;
    const before = own.map((sum) => f.local('v128', sum));
    add(own, i32.const(0), vectors * vectorBytes);
    const mask = [0, 1, 2].map((lane) => (lane < channels % lanes ? -1 : 0));
    own.forEach((sum, which) => {
      f.set(sum, v128.bitselect(sum, before[which], i32x4.const(mask[0], mask[1], mask[2], 0)));
    });
  }
}

/** The sum of a vector's values, in all lanes. */
export function emitLaneSum({ f }: Pick<StageContext, 'f'>, vector: Local<'v128'>): Local<'v128'> {
  const pairs = f.local('v128', f32x4.add(vector, v128.shuffle32(vector, vector, [2, 3, 0, 1])));
  return f.local('v128', f32x4.add(pairs, v128.shuffle32(pairs, pairs, [1, 0, 3, 2])));
}

/** The one value of a row at `tensor`, in all lanes. */
export function loadOfRow({ f }: StageContext, tensor: Local<'i32'>, row: Local<'i32'>): Local<'v128'> {
  return f.local('v128', v128.load32Splat(i32.add(tensor, i32.mul(row, valueBytes))));
}

/** Stores lane 0. */
export function storeOfRow({ f }: StageContext, tensor: Local<'i32'>, row: Local<'i32'>, value: V128): void {
  f.storeF32(i32.add(tensor, i32.mul(row, valueBytes)), f32.lane(value, 0));
}
