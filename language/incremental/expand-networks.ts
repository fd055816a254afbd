// Expands the networks of a file in the order of the text, taking unchanged ones from the cache of an earlier analysis.

import type { Analysis } from '../analysis.js';
import { tooManyLayers } from '../diagnostics/bounds.js';
import type { DiagnosticCollector } from '../diagnostics/collect/collector.js';
import type { Failures } from '../diagnostics/collect/failures.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { NamedNetwork } from '../expand/name-networks.js';
import { workLimits } from '../limits.js';
import { rangeOf } from '../syntax/ranges.js';
import { lookupCached } from './network-cache.js';
import { type NetworkOutline, NetworkTask } from './network-task.js';
import type { SharedInputs } from './shared-inputs.js';

export interface ExpandedTask {
  readonly task: NetworkTask;
  readonly outline: NetworkOutline;
}

/** Networks past the file's bound are left out, which is reported once. */
export function expandNetworks(
  networks: readonly NamedNetwork[],
  file: FileContext & { readonly diagnostics: DiagnosticCollector },
  inputs: SharedInputs,
  { before, failures }: { readonly before: Analysis | undefined; readonly failures: Failures },
): ExpandedTask[] {
  const { budget, diagnostics } = file;
  const findCached = lookupCached(before, inputs, file);
  const expanded: ExpandedTask[] = [];
  for (const { item, name } of networks) {
    const exhausted = budget.exhausted('layers', 'expansions', 'evaluations', 'reports');
    if (exhausted) {
      const range = rangeOf(item, file);
      if (exhausted !== 'layers') diagnostics.reportExceeded(exhausted, range);
      else diagnostics.report(tooManyLayers, range, { of: 'file', limit: workLimits.layers.file });
      break;
    }
    const clean = diagnostics.errors === 0;
    const earlier = before?.networks.find((network) => network.name === name);
    const cached = findCached(item, name, clean);
    const task = new NetworkTask({ item, name, clean, cached, earlier }, file, diagnostics);
    const outline = failures.guard(
      () => task.expand(),
      () => rangeOf(item, file),
    );
    if (!outline) continue;
    expanded.push({ task, outline });
  }
  return expanded;
}
