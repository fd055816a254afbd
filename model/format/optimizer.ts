// Formats an optimizer as a .cnn file would write it.
import type { Optimizer } from '../training-job.js';

type Settings = Readonly<Record<string, number | boolean | string>>;

/** `sgd(lr=0.05, momentum=0.9)`, as a file would write it. */
export function formatOptimizer(optimizer: Optimizer): string {
  return formatCall(optimizer.kind, settingsOf(optimizer));
}

/** A built-in's call, without parentheses if it has no arguments. */
export function formatCall(name: string, settings: Settings): string {
  const written = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  return written.length === 0 ? name : `${name}(${written.join(', ')})`;
}

/** Those that are not 0 or false: for settings that are so where a file leaves them out. */
export function switchedOn(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== 0 && value !== false));
}

/** Arguments by the names that language/builtins/builtins.cnn declares. */
function settingsOf(optimizer: Optimizer): Settings {
  const { learningRate: lr, weightDecay: decay } = optimizer;
  switch (optimizer.kind) {
    case 'sgd':
      return { lr, ...switchedOn({ momentum: optimizer.momentum, nesterov: optimizer.nesterov, decay }) };
    case 'adagrad':
      return { lr, eps: optimizer.eps, ...switchedOn({ decay }) };
    case 'rmsprop':
      return { lr, smoothing: optimizer.decay, eps: optimizer.eps, ...switchedOn({ decay }) };
    case 'adam':
    case 'adamw': {
      const { beta1, beta2, eps } = optimizer;
      // adamw decays by itself: only adam's 0 goes without saying.
      return { lr, beta1, beta2, eps, ...(optimizer.kind === 'adamw' ? { decay } : switchedOn({ decay })) };
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
