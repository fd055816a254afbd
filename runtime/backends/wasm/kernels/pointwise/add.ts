// y = a + b + ..., in the order of the inputs.
import { epilogueInputs } from '../../../../ir/index.js';
import { f32x4 } from '../../emitter/index.js';
import { elementwiseKernel, loadAt } from '../elementwise.js';
import type { KernelFactory } from '../kernel.js';

export const add: KernelFactory<'add'> = ({ size, epilogue }) =>
  elementwiseKernel({
    size,
    epilogue,
    cost: 4,
    emit({ inputs }, place) {
      const terms = inputs.slice(0, inputs.length - epilogueInputs(epilogue));
      return terms.map((term) => loadAt(term, place)).reduce((sum, term) => f32x4.add(sum, term));
    },
  });
