// Kernels whose result is rows of channels: each vector from what its row and channels say, then the epilogue, then the
// store.
import type { Epilogue } from '../../../ir/index.js';
import { type I32, i32, type Local, type V128 } from '../emitter/index.js';
import { type ChannelVector, forEachChannelVector } from './channel-loop.js';
import { emitEpilogue } from './epilogue/emit-epilogue.js';
import { type Kernel, lanes, type StageContext, valueBytes } from './kernel.js';

/** Bytes that a unit computes, roughly. */
const unitBytes = 4096;

export interface Rows {
  readonly rows: number;
  readonly channels: number;
  readonly epilogue?: readonly Epilogue[];
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** Emits what precedes a row's vectors; returns what emits the values of one. */
  prepareRow(context: StageContext, row: Local<'i32'>): (channel: I32, vector: ChannelVector) => V128;
}

export function rowsKernel({ rows, channels, epilogue, cost, prepareRow }: Rows): Kernel {
  const rowBytes = channels * valueBytes;
  const rowsOfUnit = Math.max(1, Math.floor(unitBytes / rowBytes));
  return {
    stages: [
      {
        units: Math.ceil(rows / rowsOfUnit),
        unitCost: Math.ceil(channels / lanes) * rowsOfUnit * (cost + 6),
        emit(context) {
          const { f, first, end, outputs } = context;
          const [row, offset] = [f.local('i32'), f.local('i32')];
          const stop = f.local('i32', i32.minU(f.local('i32', i32.mul(end, rowsOfUnit)), rows));
          f.for(row, { from: i32.mul(first, rowsOfUnit), to: stop }, () => {
            const emitVector = prepareRow(context, row);
            forEachChannelVector(f, channels, (channel, vector) => {
              f.set(offset, i32.add(i32.mul(row, rowBytes), channel));
              const place = { offset, constantOffset: vector.offset, channel, constantChannel: vector.offset };
              const value = f.local('v128', emitEpilogue(context, epilogue, emitVector(channel, vector), place));
              f.storeLanes(i32.add(outputs[0], offset), value, vector.count, vector.offset);
            });
          });
        },
      },
    ],
  };
}
