// Checks a job's `freeze`: each path must name layers with parameters, and not all layers may be frozen.
import { formatCount, isWithin } from '../../model/index.js';
import type { JobAnalysis, NetworkAnalysis } from '../analysis.js';
import type { DiagnosticCollector } from '../diagnostics/collector.js';
import { nearest } from '../recovery/nearest-name.js';

export function checkFreeze(job: JobAnalysis, network: NetworkAnalysis, diagnostics: DiagnosticCollector): void {
  const learning = network.instances.filter(({ cost }) => cost.weights.count + cost.biases > 0);
  const paths = learning.map(({ layer }) => layer.path);
  for (const { path, range } of job.freeze) {
    if (paths.some((each) => isWithin(each, path))) continue;
    const near = nearest(path, namesOf(paths));
    const message =
      `nothing that learns has the path \`${path}\` in \`${network.name}\`` +
      `${near ? `: did you mean \`${near}\`?` : ': hovers and `cnn summary` show the paths.'}`;
    const fixes = near ? [{ title: `Write ${near}`, edits: [{ range, newText: `"${near}"` }] }] : [];
    diagnostics.error('nothing-frozen', range, message, { fixes });
  }
  const isFrozen = (each: string) => job.freeze.some(({ path }) => isWithin(each, path));
  const last = job.freeze.at(-1);
  if (!last || paths.length === 0 || !paths.every(isFrozen)) return;
  const [layers, are] =
    paths.length === 1 ? ['the one layer', 'is'] : [`all ${formatCount(paths.length)} layers`, 'are'];
  const consequence = paths.length === 1 ? 'training changes nothing.' : 'training changes nothing: leave one out.';
  const message = `${layers} of \`${network.name}\` that would learn ${are} frozen, so ${consequence}`;
  diagnostics.report('everything-frozen', last.range, message);
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
