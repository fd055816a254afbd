// Writes a network in the textbook's notation, `INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC`: what
// repeats is found in the layers themselves, however the file was written.
import type { Graph, Kind } from '../../model/index.js';

/** Longer patterns do not help a reader. */
const maximalWords = 40;

/** Layers that the textbook calls by another word. */
const words: Partial<Record<Kind, string>> = { maxpool: 'POOL', avgpool: 'POOL' };

/** The kinds in order, where each layer reads the one before it and nothing else does; undefined for branches. */
function chainOf({ layers }: Graph): string[] | undefined {
  const isChain = layers.every(({ inputs }, id) =>
    id === 0 ? inputs.length === 0 : inputs.length === 1 && inputs[0] === id - 1,
  );
  return isChain ? layers.map(({ operation }) => words[operation.kind] ?? operation.kind.toUpperCase()) : undefined;
}

/** How many times the `period` words at `start` repeat. */
function repeats(sequence: readonly string[], start: number, period: number): number {
  let count = 1;
  for (let at = start + period; at + period <= sequence.length; at += period, count++) {
    for (let offset = 0; offset < period; offset++) {
      if (sequence[at + offset] !== sequence[start + offset]) return count;
    }
  }
  return count;
}

/** Every run of one period becomes one word, from the left. */
function fold(sequence: readonly string[], period: number): string[] {
  const folded: string[] = [];
  for (let at = 0; at < sequence.length; ) {
    const count = repeats(sequence, at, period);
    if (count === 1) {
      folded.push(sequence[at++]);
      continue;
    }
    const piece = sequence.slice(at, at + period).join(' -> ');
    folded.push(period === 1 ? `${piece}*${count}` : `[${piece}]*${count}`);
    at += count * period;
  }
  return folded;
}

/** The pattern of a linear network; undefined where layers branch, or where it would be too long to help. */
export function patternOf(graph: Graph): string | undefined {
  let sequence = chainOf(graph);
  if (!sequence || sequence.length > 2000) return undefined;
  // Short periods first: what repeats inside is a word of what repeats outside.
  for (let period = 1; period <= sequence.length / 2; ) {
    const folded = fold(sequence, period);
    const changed = folded.length < sequence.length;
    sequence = folded;
    period = changed ? 1 : period + 1;
  }
  return sequence.length <= maximalWords ? sequence.join(' -> ') : undefined;
}
