// What all updates share: a pass over a parameter with its gradient, clipped, and its states, all changed in place.
import type { Update } from '../../../../ir/index.js';
import { f32x4, i32, type Local, type V128, v128 } from '../../emitter/index.js';
import type { Kernel, StageContext } from '../kernel.js';
import { settingsAt } from '../settings.js';
import { vectorLoopStage } from '../vector-loop.js';

/** Four values of each tensor that a rule reads. */
export interface UpdateValues {
  readonly weight: Local<'v128'>;
  /** Clipped, without weight decay. */
  readonly gradient: Local<'v128'>;
  readonly states: readonly Local<'v128'>[];
}

/** Sets the weight and the states to their new values. */
export type UpdateRule = (values: UpdateValues) => void;

export interface UpdateKernel {
  readonly update: Update;
  readonly states: number;
  /** Vector instructions for four values, roughly. */
  readonly cost: number;
  /** Emits what all values share, before the loop. */
  prepare(context: StageContext): UpdateRule;
}

export function updateKernel({ update, states: stateCount, cost, prepare }: UpdateKernel): Kernel {
  const { size } = update;
  return {
    stages: [
      vectorLoopStage({
        size,
        cost,
        prepare(context) {
          const { f, inputs } = context;
          const [weights, gradients, ...others] = inputs;
          const states = others.slice(0, stateCount);
          const clip = prepareClipping(update, context);
          const rule = prepare(context);
          return (offset, count) => {
            const load = (tensor: Local<'i32'>) => f.local('v128', v128.load(i32.add(tensor, offset)));
            const values = {
              weight: load(weights),
              gradient: f.local('v128', clip(v128.load(i32.add(gradients, offset)))),
              states: states.map(load),
            };
            rule(values);
            f.storeLanes(i32.add(weights, offset), values.weight, count);
            states.forEach((state, index) => {
              f.storeLanes(i32.add(state, offset), values.states[index], count);
            });
          };
        },
      }),
    ],
  };
}

/** A loop's constant in all lanes of a register. */
export function hoistConstant({ f }: StageContext, value: number): Local<'v128'> {
  return f.local('v128', f32x4.constSplat(value));
}

export function loadLearningRate({ f, settings }: StageContext): Local<'v128'> {
  return f.local('v128', v128.load32Splat(settings, settingsAt.learningRate));
}

/** gradient + weightDecay*weight */
export function prepareWeightDecay(
  context: StageContext,
  weightDecay: number,
): (values: Pick<UpdateValues, 'weight' | 'gradient'>) => V128 {
  if (weightDecay === 0) return ({ gradient }) => gradient;
  const decay = hoistConstant(context, weightDecay);
  return ({ weight, gradient }) => context.arithmetic.madd(decay, weight, gradient);
}

/** The order of the operands lets a gradient that is not a number through. */
function prepareClipping({ clip }: Update, context: StageContext): (gradient: V128) => V128 {
  const { f, inputs } = context;
  switch (clip?.kind) {
    case undefined:
      return (gradient) => gradient;
    case 'norm': {
      const factor = f.local('v128', v128.load32Splat(inputs[inputs.length - 1]));
      return (gradient) => f32x4.mul(gradient, factor);
    }
    case 'value': {
      const [most, least] = [hoistConstant(context, clip.limit), hoistConstant(context, -clip.limit)];
      return (gradient) => f32x4.pmax(f32x4.pmin(gradient, most), least);
    }
  }
}
