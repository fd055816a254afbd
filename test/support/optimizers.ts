// Optimizers for tests, with PyTorch's defaults.
import type { Optimizer } from '../../model/index.js';

export function sgd(learningRate: number, momentum = 0) {
  return { kind: 'sgd', learningRate, momentum, nesterov: false, weightDecay: 0 } as const satisfies Optimizer;
}

export function adam(learningRate: number) {
  return {
    kind: 'adam',
    learningRate,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    weightDecay: 0,
  } as const satisfies Optimizer;
}
