// Kernels that compute each value by itself: one loop over vectors, then the epilogue, then the store.
import type { Epilogue } from '../../../ir/index.js';
import { type I32, i32, type V128, v128 } from '../emitter/index.js';
import { emitEpilogue, epilogueReadsChannels } from './epilogue/emit-epilogue.js';
import type { ResultPlace } from './epilogue/result-place.js';
import type { Kernel, StageContext } from './kernel.js';
import { valueBytes } from './kernel.js';
import { rowsKernel } from './rows.js';
import { vectorLoopStage } from './vector-loop.js';

export interface Elementwise {
  readonly size: number;
  readonly epilogue?: readonly Epilogue[];
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** The four values at `place`, whose offset is that of the first one in the result. */
  emit(context: StageContext, place: ResultPlace): V128;
}

/** The values of a tensor of the result's size at a place of the result. */
export function loadAt(tensor: I32, { offset, constantOffset }: ResultPlace): V128 {
  return v128.load(i32.add(tensor, offset), constantOffset);
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
  return rowsKernel({
    ...{ rows: size / channels, channels, epilogue, cost },
    prepareRow(context, row) {
      const start = context.f.local('i32', i32.mul(row, rowBytes));
      return (channel, vector) => {
        const offset = context.f.local('i32', i32.add(start, channel));
        return emit(context, { offset, constantOffset: vector.offset, channel, constantChannel: vector.offset });
      };
    },
  });
}
