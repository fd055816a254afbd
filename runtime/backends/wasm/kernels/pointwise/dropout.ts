// Dropout as a pass of its own, and its gradient, which is the same: y = x/(1 - rate) where the hash keeps the value,
// else 0.
import type { ComputationOf } from '../../../../ir/index.js';
import { elementwiseKernel, loadAt } from '../elementwise.js';
import { emitDropout } from '../epilogue/dropout.js';
import type { Kernel } from '../kernel.js';

export function dropout(computation: ComputationOf<'dropout' | 'dropout-gradient'>): Kernel {
  return elementwiseKernel({
    size: computation.size,
    epilogue: computation.epilogue,
    cost: 40,
    emit: (context, place) => emitDropout(context, computation, loadAt(context.inputs[0], place), place),
  });
}
