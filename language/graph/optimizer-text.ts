// An optimizer in the language's own words, for whoever tells people how a network is trained.
import type { Optimizer } from './job.js';

/** `sgd(lr=0.05, momentum=0.9)`, as a file would write it; what is 0 or false is left out. */
export function formatOptimizer(optimizer: Optimizer): string {
  return formatCall(optimizer.kind, settingsOf(optimizer));
}

/** A built-in's call, without parentheses where nothing is left to stand in them. */
export function formatCall(name: string, settings: Readonly<Record<string, number | boolean | string>>): string {
  const written = Object.entries(settings).filter(([, value]) => value !== 0 && value !== false);
  return written.length === 0 ? name : `${name}(${written.map(([key, value]) => `${key}=${value}`).join(', ')})`;
}

/** Arguments by the names that language/builtins.cnn declares. */
function settingsOf(optimizer: Optimizer): Record<string, number | boolean> {
  const { learningRate: lr, weightDecay } = optimizer;
  switch (optimizer.kind) {
    case 'sgd':
      return { lr, momentum: optimizer.momentum, nesterov: optimizer.nesterov, decay: weightDecay };
    case 'adagrad':
      return { lr, eps: optimizer.eps, decay: weightDecay };
    case 'rmsprop':
      return { lr, smoothing: optimizer.decay, eps: optimizer.eps, decay: weightDecay };
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, eps } = optimizer;
      return { lr, beta1, beta2, eps, decay: weightDecay };
    }
  }
}

/** Values the optimizer keeps for each parameter beside its gradient: a velocity, running means. */
export function slotsOf(optimizer: Optimizer): number {
  switch (optimizer.kind) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'adagrad':
    case 'rmsprop':
      return 1;
    case 'adam':
    case 'adamw':
      return 2;
  }
}
