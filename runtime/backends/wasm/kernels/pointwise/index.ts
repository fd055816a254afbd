// Activation functions and their gradients as passes of their own, where no other kernel takes them as an epilogue.
import { i32, v128 } from '../../emitter/index.js';
import { elementwiseKernel } from '../elementwise.js';
import type { KernelFactory } from '../kernel.js';
import { emitPointwise, emitPointwiseGradient } from './functions.js';

export const pointwise: KernelFactory<'pointwise'> = ({ size, epilogue, function: of }) =>
  elementwiseKernel({
    size,
    epilogue,
    cost: 12,
    emit(context, { offset }) {
      const x = context.f.local('v128', v128.load(i32.add(context.inputs[0], offset)));
      return emitPointwise(context, of, x);
    },
  });

export const pointwiseGradient: KernelFactory<'pointwise-gradient'> = ({ size, epilogue, function: of }) =>
  elementwiseKernel({
    size,
    epilogue,
    cost: 12,
    emit(context, { offset }) {
      const [at, dy] = context.inputs
        .slice(0, 2)
        .map((input) => context.f.local('v128', v128.load(i32.add(input, offset))));
      return emitPointwiseGradient(context, of, at, dy);
    },
  });
