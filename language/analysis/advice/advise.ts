// Gives advice on a network that fits together; on one that does not, the figures would be stand-ins.
import { worksInPlace } from '../../layers/index.js';
import type { NetworkAnalysis } from '../analysis.js';
import type { Range } from '../problem.js';
import type { Problems } from '../problems.js';
import { adviceRules } from './index.js';

export function advise(networks: readonly NetworkAnalysis[], text: string, problems: Problems): void {
  let lines: readonly string[] | undefined;
  const textOf = ({ start, end }: Range) => {
    lines ??= text.split('\n');
    const [first, ...rest] = lines.slice(start.line, end.line + 1);
    const last = rest.pop();
    if (last === undefined) return first.slice(start.character, end.character);
    return [first.slice(start.character), ...rest, last.slice(0, end.character)].join('\n');
  };
  for (const network of networks) {
    if (!network.sound) continue;
    const inPlace = (layer: number) => worksInPlace(network.graph.layers[layer].operation);
    for (const { diagnostic, check } of adviceRules) {
      for (const { range, message, related, fixes } of check({ ...network, inPlace, textOf })) {
        problems.report(diagnostic.code, range, message, { related, fixes });
      }
    }
  }
}
