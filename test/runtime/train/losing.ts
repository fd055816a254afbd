// An executor that loses its device on command, around one that computes.
import type { Executor } from '../../../runtime/backends/backend.js';
import { FaultError } from '../../../runtime/faults/index.js';

/** Rejects as a lost device does, from the call on for which `isLost` answers true. */
export function losing(executor: Executor, isLost: (call: 'step' | 'evaluate') => boolean): Executor {
  let lost = false;
  const unlessLost = async <T>(call: 'step' | 'evaluate', work: () => Promise<T>): Promise<T> => {
    lost ||= isLost(call);
    if (lost) throw new FaultError({ kind: 'device-lost', destroyed: false, detail: 'the driver was updated' });
    return work();
  };
  return {
    ...executor,
    step: (batch, settings) => unlessLost('step', () => executor.step(batch, settings)),
    evaluate: (batch) => unlessLost('evaluate', () => executor.evaluate(batch)),
  };
}
