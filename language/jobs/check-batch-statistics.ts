// Warns of batch normalisation over a single value: a batch of 1 and a 1x1 tensor.
import type { JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import { bnOfOneValue } from '../diagnostics/training.js';

export function checkBatchStatistics(
  job: JobAnalysis,
  network: NetworkAnalysis,
  diagnostics: DiagnosticCollector,
): void {
  if (job.job?.batch !== 1) return;
  const found = network.instances.find(({ layer: { operation, output } }) => {
    return operation.kind === 'bn' && output.height === 1 && output.width === 1;
  });
  if (!found) return;
  const related = found.file === undefined ? [{ range: found.origin, message: 'This is the layer.' }] : [];
  diagnostics.report(bnOfOneValue, job.batchRange, { path: found.layer.path }, related);
}
