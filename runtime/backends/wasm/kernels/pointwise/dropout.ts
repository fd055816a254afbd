// Dropout as a pass of its own, and its gradient, which is the same: the first step of an epilogue on a mere copy.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwiseKernel, loadAt } from '../elementwise.js';
import type { Kernel } from '../kernel.js';

export function dropout({ size, epilogue = [], ...dropped }: ComputationOf<'dropout' | 'dropout-gradient'>): Kernel {
  return elementwiseKernel({
    size,
    epilogue: [{ ...dropped, kind: 'dropout' }, ...epilogue],
    cost: 40,
    emit: ({ inputs }, place) => loadAt(inputs[0], place),
  });
}
