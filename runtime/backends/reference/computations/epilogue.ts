// Applies the steps of an epilogue to a result one after the other, each in place, by the plain computations.
import { epilogueInputs, stepInputs, type WithEpilogue } from '../../../ir/index.js';
import type { Values } from '../../cpu/index.js';
import type { Context } from './compute.js';
import { dropout } from './dropout.js';
import { normalise } from './norms.js';
import { pointwise, pointwiseGradient } from './pointwise.js';
import { add } from './sums.js';

/** An instruction's inputs: its computation's own, and those that its epilogue reads. */
export function separateInputs(epilogue: WithEpilogue['epilogue'], inputs: readonly Values[]) {
  const own = inputs.length - epilogueInputs(epilogue);
  return { own: inputs.slice(0, own), others: inputs.slice(own) };
}

/** Changes `result` as the steps say; `others`: what they read, in order. */
export function applyEpilogue(
  epilogue: NonNullable<WithEpilogue['epilogue']>,
  others: readonly Values[],
  result: Values,
  context: Context,
): void {
  const size = result.length;
  let next = 0;
  for (const step of epilogue) {
    const read = others.slice(next, next + stepInputs(step));
    next += read.length;
    switch (step.kind) {
      case 'pointwise':
        pointwise({ ...step, size }, [result], [result], context);
        break;
      case 'pointwise-gradient':
        pointwiseGradient({ ...step, size }, [read[0], result], [result], context);
        break;
      case 'add':
        add({ ...step, size }, [result, read[0]], [result], context);
        break;
      case 'dropout':
        dropout({ ...step, size }, [result], [result], context);
        break;
      case 'normalise': {
        const { channels } = step;
        const sizes = { batch: 1, places: size / channels, groups: channels };
        normalise({ ...step, ...sizes }, [result, ...read], [result], context);
        break;
      }
    }
  }
}
