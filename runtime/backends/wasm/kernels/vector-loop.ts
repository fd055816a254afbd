// A pass over the values of dense tensors of one size, a vector at a time, cut into units of 4 KB.
import { i32, type Local } from '../emitter/index.js';
import { type KernelStage, lanes, type StageContext, valueBytes, vectorBytes } from './kernel.js';

const unitBytes = 4096;

export interface VectorLoop {
  /** Values of each tensor. */
  readonly size: number;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /**
   * Emits what precedes the loop, and returns what emits its body: for the vector `offset` bytes from a tensor's first
   * value, of which the first `count` values exist.
   */
  prepare(context: StageContext): (offset: Local<'i32'>, count: number) => void;
}

export function vectorLoopStage({ size, cost, prepare }: VectorLoop): KernelStage {
  const units = Math.ceil((size * valueBytes) / unitBytes);
  const wholeBytes = Math.floor(size / lanes) * vectorBytes;
  const tail = size % lanes;
  return {
    units,
    unitCost: (unitBytes / vectorBytes) * cost,
    emit(context) {
      const { f, first, end } = context;
      const body = prepare(context);
      const offset = f.local('i32');
      const stop = f.local('i32', i32.minU(f.local('i32', i32.mul(end, unitBytes)), wholeBytes));
      f.for(offset, { from: i32.mul(first, unitBytes), to: stop, step: vectorBytes }, () => body(offset, lanes));
      if (tail === 0) return;
      f.if(i32.eq(end, units), () => {
        f.set(offset, i32.const(wholeBytes));
        body(offset, tail);
      });
    },
  };
}
