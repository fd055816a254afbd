// Records what a pass reports about a network, and replays it when a later analysis takes the network from the cache.
import type { DiagnosticCollector, Reporter } from '../diagnostics/collector.js';

type Report = Parameters<Reporter['report']>;

export interface RecordedDiagnostics {
  readonly reports: readonly Report[];
  /** Errors counted meanwhile; a copied block counts its errors again without reporting them. */
  readonly errors: number;
}

export function recordDiagnostics<T>(
  diagnostics: DiagnosticCollector,
  work: () => T,
): { readonly result: T; readonly recorded: RecordedDiagnostics } {
  const reports: Report[] = [];
  const before = diagnostics.errors;
  diagnostics.observer = (...report) => reports.push(report);
  const result = work();
  diagnostics.observer = undefined;
  return { result, recorded: { reports, errors: diagnostics.errors - before } };
}

export function replayDiagnostics(diagnostics: DiagnosticCollector, { reports, errors }: RecordedDiagnostics): void {
  const before = diagnostics.errors;
  for (const report of reports) diagnostics.report(...report);
  diagnostics.errors = before + errors;
}
