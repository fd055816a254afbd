// Which instructions are element-wise, and so may become steps of the epilogue of the one that makes what they read.
import type { Epilogue, Instruction } from '../ir/index.js';

/** An element-wise instruction seen as a step on one of its inputs. */
export interface AsStep {
  /** The place of that input among the instruction's. */
  readonly main: number;
  readonly steps: readonly Epilogue[];
  /** What the steps read beside it, in order. */
  readonly reads: readonly number[];
}

/** The ways to see an instruction as steps: one for each input that it may be a step on; none for most. */
export function asSteps({ computation, inputs }: Instruction): readonly AsStep[] {
  switch (computation.kind) {
    case 'pointwise':
      return [{ main: 0, steps: [{ kind: 'pointwise', function: computation.function }], reads: [] }];
    case 'pointwise-gradient':
      return [{ main: 1, steps: [{ kind: 'pointwise-gradient', function: computation.function }], reads: [inputs[0]] }];
    case 'dropout':
    case 'dropout-gradient': {
      const { rate, layer, image } = computation;
      return [{ main: 0, steps: [{ kind: 'dropout', rate, layer, image }], reads: [] }];
    }
    case 'add':
      return inputs.map((_, main) => {
        const reads = inputs.filter((_, index) => index !== main);
        return { main, steps: reads.map(() => ({ kind: 'add' }) as const), reads };
      });
    case 'normalise': {
      const { batch, channels, groups, eps, scale, shift } = computation;
      if (batch !== 1 || groups !== channels) return [];
      return [{ main: 0, steps: [{ kind: 'normalise', channels, eps, scale, shift }], reads: inputs.slice(1) }];
    }
    default:
      return [];
  }
}
