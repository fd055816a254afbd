// Says where a job freezes what does not exist, or has nothing to learn.
import { isWithin } from '../graph/index.js';
import type { JobAnalysis, NetworkAnalysis } from './analysis.js';
import type { Problems } from './problems.js';
import { nearest } from './suggest.js';

/** A network with errors of its own is left alone: it may lack the layers meant. */
export function checkFreeze(job: JobAnalysis, networks: readonly NetworkAnalysis[], problems: Problems): void {
  const network = networks.find(({ name }) => name === job.network);
  if (!network?.sound) return;
  const learning = network.instances.filter(({ cost }) => cost.weights.count + cost.biases > 0);
  const paths = learning.map(({ layer }) => layer.path);
  for (const { path, range } of job.freeze) {
    if (paths.some((each) => isWithin(each, path))) continue;
    const near = nearest(path, namesOf(paths));
    const message =
      `nothing that learns has the path \`${path}\` in \`${network.name}\`` +
      `${near ? `: did you mean \`${near}\`?` : ': hovers and `cnn summary` show the paths.'}`;
    const fixes = near ? [{ title: `Write ${near}`, edits: [{ range, newText: `"${near}"` }] }] : [];
    problems.error('nothing-frozen', range, message, { fixes });
  }
}

/** Everything that stands for one of these layers: itself, and what it is inside of. */
function namesOf(paths: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of paths) {
    names.add(path);
    for (const { index } of path.matchAll(/[/[]/g)) names.add(path.slice(0, index));
  }
  return names;
}
