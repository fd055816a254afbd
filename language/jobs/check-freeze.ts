// Checks a job's `freeze`: each path must name layers with parameters, and not all layers may be frozen.

import { isWithin } from '../../model/index.js';
import type { JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import { everythingFrozen, nothingFrozen } from '../diagnostics/training.js';
import { findNearest } from '../recovery/nearest-name.js';

export function checkFreeze(job: JobAnalysis, network: NetworkAnalysis, diagnostics: DiagnosticCollector): void {
  const learning = network.instances.filter(({ cost }) => cost.weights.count + cost.biases > 0);
  const paths = learning.map(({ layer }) => layer.path);
  for (const { path, range } of job.freeze) {
    if (paths.some((each) => isWithin(each, path))) continue;
    const near = findNearest(path, namesOf(paths));
    diagnostics.report(nothingFrozen, range, { path, network: network.name, near });
  }
  const isFrozen = (each: string) => job.freeze.some(({ path }) => isWithin(each, path));
  const last = job.freeze.at(-1);
  if (!last || paths.length === 0 || !paths.every(isFrozen)) return;
  diagnostics.report(everythingFrozen, last.range, { network: network.name, layers: paths.length });
}

/** The paths of these layers, and of every block instance and repeat that contains one. */
function namesOf(paths: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    names.add(path);
    for (const { index } of path.matchAll(/[/[]/g)) names.add(path.slice(0, index));
  }
  return names;
}
