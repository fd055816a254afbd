// Gives advice on a network that fits together; on one that does not, the figures would be stand-ins.

import type { NetworkAnalysis } from '../../analysis.js';
import { worksInPlace } from '../../layers/index.js';
import type { Range } from '../../text/range.js';
import type { DiagnosticCollector } from '../collector.js';
import { adviceRules } from './index.js';
import type { AdviceRule } from './rule.js';

export function advise(
  network: NetworkAnalysis,
  textOf: (range: Range) => string,
  diagnostics: DiagnosticCollector,
): void {
  if (!network.sound) return;
  const inPlace = (layer: number) => worksInPlace(network.graph.layers[layer].operation);
  for (const { diagnostic, check } of adviceRules) {
    const findings = (check as AdviceRule['check'])({ ...network, inPlace, textOf });
    for (const { range, message, related, fixes } of findings) {
      diagnostics.report(diagnostic.code, range, message, { related, fixes });
    }
  }
}
