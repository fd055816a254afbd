// Gives advice on a network without errors; the figures of one with errors would be substitutes.

import type { NetworkAnalysis } from '../../analysis.js';
import { worksInPlace } from '../../layers/index.js';
import type { Range } from '../../text/range.js';
import type { Reporter } from '../collect/collector.js';
import { createDiagnostic } from '../entry.js';
import { adviceRules } from './index.js';
import type { AdviceRule, Subject } from './rule.js';

export function advise(network: NetworkAnalysis, textOf: (range: Range) => string, diagnostics: Reporter): void {
  if (!network.sound) return;
  const inPlace = (layer: number) => worksInPlace(network.graph.layers[layer].operation);
  const subject = { ...network, inPlace, textOf };
  for (const rule of adviceRules) applyRule(rule as AdviceRule<unknown>, subject, diagnostics);
}

function applyRule<Args>({ entry, check }: AdviceRule<Args>, subject: Subject, diagnostics: Reporter): void {
  for (const { range, args, related } of check(subject)) diagnostics.add(createDiagnostic(entry, range, args, related));
}
