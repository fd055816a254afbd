// What a micro-batch does beside its own work: taking its images or labels from the batch, and adding to sums over the
// batch, which begin with the first micro-batch.
import { f32x4, i32, i32x4, v128 } from '../../emitter/index.js';
import { type KernelFactory, type StageContext, valueBytes } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { vectorLoopStage } from '../vector-loop.js';

/** Vectors carry whole numbers as well as floats. */
export const takeMicroBatch: KernelFactory<'take-micro-batch'> = ({ size, image }) => ({
  stages: [
    vectorLoopStage({
      size,
      cost: 4,
      prepare(context) {
        const { f, inputs, outputs } = context;
        const start = f.local('i32', i32.add(inputs[0], i32.mul(firstImage(context), image * valueBytes)));
        return (offset, count) => {
          f.storeLanes(i32.add(outputs[0], offset), f.local('v128', v128.load(i32.add(start, offset))), count);
        };
      },
    }),
  ],
});

export const accumulate: KernelFactory<'accumulate'> = ({ size }) => ({
  stages: [
    vectorLoopStage({
      size,
      cost: 6,
      prepare(context) {
        const { f, inputs } = context;
        const [sums, term] = inputs;
        // All ones but in the first micro-batch, whose sums so far mean nothing.
        const keep = f.local('v128', i32x4.splat(i32.select(i32.eqz(firstImage(context)), 0, -1)));
        return (offset, count) => {
          const at = f.local('i32', i32.add(sums, offset));
          const grown = f32x4.add(v128.and(v128.load(at), keep), v128.load(i32.add(term, offset)));
          f.storeLanes(at, f.local('v128', grown), count);
        };
      },
    }),
  ],
});

function firstImage({ settings }: StageContext) {
  return i32.load(settings, settingsAt.firstImage);
}
