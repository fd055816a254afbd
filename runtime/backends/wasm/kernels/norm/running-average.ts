// running = (1 - share)*running + share*factor*current, in place; the factor of a variance is n/(n - 1) over the n
// places that count in this step.
import type { ComputationOf } from '../../../../ir/index.js';
import { f32, f32x4, f64, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import type { KernelFactory, StageContext } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { vectorLoopStage } from '../vector-loop.js';

export const runningAverage: KernelFactory<'running-average'> = (average) => ({
  stages: [
    vectorLoopStage({
      size: average.size,
      cost: 6,
      prepare(context) {
        const { f, inputs, arithmetic } = context;
        const [running, current] = inputs;
        const kept = f.local('v128', f32x4.constSplat(1 - average.share));
        const added = emitAddedShare(context, average);
        return (offset, count) => {
          const [before, now] = [running, current].map((tensor) => v128.load(i32.add(tensor, offset)));
          const value: V128 = arithmetic.madd(kept, before, f32x4.mul(added, now));
          f.storeLanes(i32.add(running, offset), f.local('v128', value), count);
        };
      },
    }),
  ],
});

/** share*factor in all lanes. */
function emitAddedShare(
  { f, settings }: StageContext,
  { share, factor, unbiased }: ComputationOf<'running-average'>,
): Local<'v128'> {
  const added = f.local('v128', f32x4.constSplat(share * factor));
  if (!unbiased?.imagePlaces) return added;
  const { places, imagePlaces } = unbiased;
  const empty = f.local('i32', i32.load(settings, settingsAt.emptySlots));
  f.if(empty, () => {
    const counted = f.local('i32', i32.sub(places, i32.mul(empty, imagePlaces)));
    const others = f.local('i32', i32.select(i32.gtU(counted, 1), i32.sub(counted, 1), 1));
    const [n, rest] = [counted, others].map((value) => f64.fromF32(f32.fromI32U(value)));
    f.set(added, f32x4.splat(f32.fromF64(f64.mul(f64.const(share), f64.div(n, rest)))));
  });
  return added;
}
