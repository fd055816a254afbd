// The diagnostics of a file that are shown: the analysis's own and those of memory, as the settings choose.
import type { Analysis, Diagnostic } from '../../language/index.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { overBudget } from './memory-budget.js';

/** Leaves out the advice that the user has switched off. The language bounds how many there are. */
export function collectDiagnostics(
  analysis: Analysis,
  { settings, planner }: Pick<Snapshot, 'settings' | 'planner'>,
): readonly Diagnostic[] {
  const diagnostics = [...analysis.diagnostics, ...overBudget(analysis, settings.memoryBudget, planner)];
  return diagnostics.filter(({ severity, code }) => severity !== 'advice' || !settings.disabledAdvice.has(code));
}
