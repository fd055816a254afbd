// square-sums: sums[i] = (running ? sums[i] : 0) + the sum over all gradients g and all k of g[i + 4096*k]^2.
// clip-factor: min(1, limit/(sqrt(sum of sums) + 1e-6)).
//
// A unit of square-sums owns 1 KB of the sums, which stay in L1 while it reads its kilobyte of every 16 KB of the
// gradients: whole lines in order, unlike sums in registers, which would read 128 bytes here and there.
import { squareSums as sumCount } from '../../../../ir/index.js';
import { f32, f32x4, type I32, i32, i32x4, type V128, v128 } from '../../emitter/index.js';
import { type KernelFactory, lanes, type StageContext, valueBytes, vectorBytes } from '../kernel.js';

const sumBytes = sumCount * valueBytes;
const unitBytes = 1024;

export const squareSums: KernelFactory<'square-sums'> = ({ sizes, running }) => ({
  stages: [
    {
      units: sumBytes / unitBytes,
      unitCost: (unitBytes / vectorBytes) * sizes.reduce((sum, size) => sum + 5 * Math.ceil(size / sumCount), 2),
      emit(context) {
        const { f, first, end, inputs, outputs } = context;
        const [sums] = outputs;
        const unit = f.local('i32');
        const [from, to, at] = [f.local('i32'), f.local('i32'), f.local('i32')];
        f.for(unit, { from: first, to: end }, () => {
          f.set(from, i32.mul(unit, unitBytes));
          f.set(to, i32.add(from, unitBytes));
          if (!running) {
            f.for(at, { from, to, step: vectorBytes }, () => {
              f.storeV128(i32.add(sums, at), f32x4.constSplat(0));
            });
          }
          sizes.forEach((size, index) => {
            emitSquaresOf(context, size, { gradient: inputs[running ? index + 1 : index], from, to });
          });
        });
      },
    },
  ],
});

interface SquaredPart {
  readonly gradient: I32;
  /** Bytes from the first sum. */
  readonly from: I32;
  readonly to: I32;
}

function emitSquaresOf(
  { f, outputs, arithmetic }: StageContext,
  size: number,
  { gradient, from, to }: SquaredPart,
): void {
  const [sums] = outputs;
  const [at, block] = [f.local('i32'), f.local('i32', gradient)];
  const addSquare = (value: V128) => {
    const values = f.local('v128', value);
    const sum = i32.add(sums, at);
    f.storeV128(sum, arithmetic.madd(values, values, v128.load(sum)));
  };
  const addVector = () => addSquare(v128.load(i32.add(block, at)));
  const wholeBlocks = Math.floor(size / sumCount);
  if (wholeBlocks > 0) {
    const stop = f.local('i32', i32.add(gradient, wholeBlocks * sumBytes));
    f.for(block, { from: gradient, to: stop, step: sumBytes }, () => {
      f.for(at, { from, to, step: vectorBytes }, addVector);
    });
  }
  const rest = size % sumCount;
  const restBytes = Math.floor(rest / lanes) * vectorBytes;
  f.for(at, { from, to: f.local('i32', i32.minU(to, restBytes)), step: vectorBytes }, addVector);
  if (rest % lanes === 0) return;
  f.set(at, i32.const(restBytes));
  const isOfUnit = i32.and(i32.leU(from, at), i32.ltU(at, to));
  const [a, b, c] = [0, 1, 2].map((lane) => (lane < rest % lanes ? -1 : 0));
  f.if(isOfUnit, () => addSquare(v128.and(v128.load(i32.add(block, at)), i32x4.const(a, b, c, 0))));
}

/** Sums in registers: enough for additions to overlap. */
const accumulators = 8;

export const clipFactor: KernelFactory<'clip-factor'> = ({ limit }) => ({
  stages: [
    {
      units: 1,
      unitCost: sumBytes / vectorBytes,
      emit({ f, inputs, outputs }) {
        const partial = Array.from({ length: accumulators }, () => f.local('v128', f32x4.constSplat(0)));
        const at = f.local('i32');
        f.for(at, { to: sumBytes, step: accumulators * vectorBytes }, () => {
          partial.forEach((sum, index) => {
            f.set(sum, f32x4.add(sum, v128.load(i32.add(inputs[0], at), index * vectorBytes)));
          });
        });
        const all = f.local(
          'v128',
          partial.reduce<V128>((sum, other) => f32x4.add(sum, other), f32x4.constSplat(0)),
        );
        const [a, b, c, d] = [0, 1, 2, 3].map((lane) => f32.lane(all, lane));
        const norm = f32.sqrt(f32.add(f32.add(a, b), f32.add(c, d)));
        const factor = f32.div(f32.const(limit), f32.add(norm, f32.const(1e-6)));
        f.storeF32(outputs[0], f32.min(f32.const(1), factor));
      },
    },
  ],
});
