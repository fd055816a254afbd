// Checks a training job against the network it trains.
import type { JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { Range } from '../text/range.js';
import { checkBatchStatistics } from './check-batch-statistics.js';
import { checkDataFit } from './check-data-fit.js';
import { checkFreeze } from './check-freeze.js';

/** A network with errors of its own is skipped: its shapes and layers may be placeholders. */
export function checkJob(
  job: JobAnalysis,
  networks: readonly NetworkAnalysis[],
  textOf: (range: Range) => string,
  diagnostics: DiagnosticCollector,
): void {
  const network = networks.find(({ name }) => name === job.network);
  if (!network?.sound) return;
  checkBatchStatistics(job, network, diagnostics);
  checkDataFit(job, network, textOf, diagnostics);
  checkFreeze(job, network, diagnostics);
}
