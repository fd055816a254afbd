// Activation functions and their gradients as passes of their own, where no other kernel takes them as an epilogue.
import { elementwiseKernel, loadAt } from '../elementwise.js';
import { emitPointwise, emitPointwiseGradient } from '../epilogue/activations.js';
import type { KernelFactory } from '../kernel.js';

export const pointwise: KernelFactory<'pointwise'> = ({ size, epilogue, function: of }) =>
  elementwiseKernel({
    size,
    epilogue,
    cost: 12,
    emit(context, place) {
      const x = context.f.local('v128', loadAt(context.inputs[0], place));
      return emitPointwise(context, of, x);
    },
  });

export const pointwiseGradient: KernelFactory<'pointwise-gradient'> = ({ size, epilogue, function: of }) =>
  elementwiseKernel({
    size,
    epilogue,
    cost: 12,
    emit(context, place) {
      const [at, dy] = context.inputs.slice(0, 2).map((input) => context.f.local('v128', loadAt(input, place)));
      return emitPointwiseGradient(context, of, at, dy);
    },
  });
