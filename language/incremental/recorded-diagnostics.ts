// Records what a pass reports about a network, and replays it when a later analysis takes the network from the cache.
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';

export interface RecordedDiagnostics {
  readonly diagnostics: readonly Diagnostic[];
  /** Errors counted meanwhile; a copied block counts its errors again without reporting them. */
  readonly errors: number;
}

export function recordDiagnostics<T>(
  collector: DiagnosticCollector,
  work: () => T,
): { readonly result: T; readonly recorded: RecordedDiagnostics } {
  const before = collector.errors;
  const { result, diagnostics } = collector.record(work);
  return { result, recorded: { diagnostics, errors: collector.errors - before } };
}

export function replayDiagnostics(collector: DiagnosticCollector, { diagnostics, errors }: RecordedDiagnostics): void {
  const before = collector.errors;
  for (const diagnostic of diagnostics) collector.add(diagnostic);
  collector.errors = before + errors;
}
