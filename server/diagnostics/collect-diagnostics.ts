// The diagnostics of a file that are shown: the analysis's own and those of memory, as the settings choose.
import type { Analysis, Diagnostic } from '../../language/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { overBudget } from './memory-budget.js';

/** Leaves out the advice that the user has switched off. The language bounds how many there are. */
export function* collectDiagnostics(
  analysis: Analysis,
  { settings, planner }: Pick<Snapshot, 'settings' | 'planner'>,
): Interruptible<readonly Diagnostic[]> {
  const ofMemory = yield* overBudget(analysis, settings.memoryBudget, planner);
  return [...withoutMemory(analysis, { settings }), ...ofMemory];
}

/** Those that take no time. */
export function withoutMemory(
  { diagnostics }: Analysis,
  { settings }: Pick<Snapshot, 'settings'>,
): readonly Diagnostic[] {
  return diagnostics.filter(({ severity, code }) => severity !== 'advice' || !settings.disabledAdvice.has(code));
}
