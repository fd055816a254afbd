// Warns of a network with several `train` statements, of which only the first is used.
import type { JobAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import { trainTwice } from '../diagnostics/training.js';

/** Of statements without errors. */
export function checkRepeatedJobs(jobs: readonly JobAnalysis[], diagnostics: DiagnosticCollector): void {
  const first = new Map<string, JobAnalysis>();
  for (const job of jobs.filter(({ job }) => job)) {
    const { network, nameRange } = job;
    const before = first.get(network);
    if (before) diagnostics.report(trainTwice, nameRange, { network, line: before.nameRange.start.line + 1 });
    else first.set(network, job);
  }
}
