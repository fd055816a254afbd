// Records what a step of work on a network reports and spends, and replays it when a later analysis takes the network
// from the cache.
import type { NetworkAccount, Spending } from '../budget.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';

export interface RecordedStep {
  readonly diagnostics: readonly Diagnostic[];
  /** Errors counted meanwhile; a copied block counts its errors again without reporting them. */
  readonly errors: number;
  readonly spent: Spending;
}

export function recordStep<T>(
  collector: DiagnosticCollector,
  account: NetworkAccount,
  work: () => T,
): { readonly result: T; readonly recorded: RecordedStep } {
  const before = collector.errors;
  const { result: done, spent } = collector.budget.record(account, () => collector.record(work));
  const { result, diagnostics } = done;
  return { result, recorded: { diagnostics, errors: collector.errors - before, spent } };
}

export function replayStep(collector: DiagnosticCollector, { diagnostics, errors, spent }: RecordedStep): void {
  const before = collector.errors;
  for (const diagnostic of diagnostics) collector.add(diagnostic);
  collector.errors = before + errors;
  collector.budget.replay(spent);
}
