// Kernels that compute each value by itself: one loop over vectors, then the epilogue, then the store.
import type { Epilogue } from '../../../ir/index.js';
import { type I32, i32, type V128 } from '../emitter/index.js';
import { emitEpilogue, epilogueReadsChannels } from './epilogue/emit-epilogue.js';
import type { ResultPlace } from './epilogue/result-place.js';
import { type Kernel, lanes, type StageContext, valueBytes, vectorBytes } from './kernel.js';
import { vectorLoopStage } from './vector-loop.js';

/** Bytes that a unit computes. */
const unitBytes = 4096;

export interface Elementwise {
  readonly size: number;
  readonly epilogue?: readonly Epilogue[];
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** The four values at `place`, whose offset is that of the first one in the result. */
  emit(context: StageContext, place: ResultPlace): V128;
}

export function elementwiseKernel(elementwise: Elementwise): Kernel {
  return epilogueReadsChannels(elementwise.epilogue) ? byRows(elementwise) : flat(elementwise);
}

function flat({ size, epilogue, cost, emit }: Elementwise): Kernel {
  const stage = vectorLoopStage({
    size,
    cost: cost + 3,
    prepare(context) {
      const { f, outputs } = context;
      return (offset, count) => {
        const place = { offset };
        const result = f.local('v128', emitEpilogue(context, epilogue, emit(context, place), place));
        f.storeLanes(i32.add(outputs[0], offset), result, count);
      };
    },
  });
  return { stages: [stage] };
}

/** Vectors that never reach over the end of a row of channels, for epilogues that read a value for each channel. */
function byRows({ size, epilogue = [], cost, emit }: Elementwise): Kernel {
  const channels = epilogue.reduce((found, step) => (step.kind === 'normalise' ? step.channels : found), 0);
  const rowBytes = channels * valueBytes;
  const wholeBytes = Math.floor(channels / lanes) * vectorBytes;
  const rows = size / channels;
  const rowsOfUnit = Math.max(1, Math.floor(unitBytes / rowBytes));
  return {
    stages: [
      {
        units: Math.ceil(rows / rowsOfUnit),
        unitCost: Math.ceil(channels / lanes) * rowsOfUnit * (cost + 6),
        emit(context) {
          const { f, first, end, outputs } = context;
          const [row, channel, offset] = [f.local('i32'), f.local('i32'), f.local('i32')];
          const stop = f.local('i32', i32.minU(f.local('i32', i32.mul(end, rowsOfUnit)), rows));
          const at = (from: I32) => {
            f.set(offset, i32.add(i32.mul(row, rowBytes), from));
            const place = { offset, channel: from };
            return emitEpilogue(context, epilogue, emit(context, place), place);
          };
          f.for(row, { from: i32.mul(first, rowsOfUnit), to: stop }, () => {
            if (wholeBytes > 0) {
              f.for(channel, { to: wholeBytes, step: vectorBytes }, () => {
                const value = at(channel);
                f.storeV128(i32.add(outputs[0], offset), value);
              });
            }
            if (channels % lanes === 0) return;
            const value = f.local('v128', at(i32.const(wholeBytes)));
            f.storeLanes(i32.add(outputs[0], offset), value, channels % lanes);
          });
        },
      },
    ],
  };
}
