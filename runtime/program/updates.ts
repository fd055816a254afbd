// What each optimizer does to a parameter, and what it keeps beside it.
import type { Optimizer } from '../../language/graph/index.js';
import type { Update } from './program.js';

export interface UpdateForm {
  /** The tensors kept beside a parameter, each of its shape, in the order the update reads them. */
  readonly states: readonly string[];
  /** @param size number of values in the parameter */
  readonly update: (size: number) => Update;
}

export function updateForm(optimizer: Optimizer): UpdateForm {
  switch (optimizer.kind) {
    case 'sgd': {
      const { kind, momentum, nesterov, weightDecay } = optimizer;
      return {
        states: momentum > 0 ? ['velocity'] : [],
        update: (size) => ({ kind, size, momentum, nesterov, weightDecay }),
      };
    }
    case 'adagrad': {
      const { kind, eps, weightDecay } = optimizer;
      return { states: ['squares'], update: (size) => ({ kind, size, eps, weightDecay }) };
    }
    case 'rmsprop': {
      const { kind, decay, eps, weightDecay } = optimizer;
      return { states: ['squares'], update: (size) => ({ kind, size, decay, eps, weightDecay }) };
    }
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, eps, weightDecay } = optimizer;
      const decoupled = optimizer.kind === 'adamw';
      return {
        states: ['mean', 'squares'],
        update: (size) => ({ kind: 'adam', size, beta1, beta2, eps, weightDecay, decoupled }),
      };
    }
  }
}
