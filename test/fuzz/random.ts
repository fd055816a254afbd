// Draws from a seeded stream: one seed and one case number give one input, on every machine.
import { mulberry32, pcg } from '../../runtime/ir/index.js';

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from 0 up to, but not including, `end`. */
  below(end: number): number;
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    integer: (min, max) => min + below(max - min + 1),
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)],
  };
}

/** The stream of one case of one kind. */
export function caseRandom(seed: number, kind: string, number: number): Random {
  let state = pcg(seed);
  for (const character of kind) state = pcg(state ^ character.charCodeAt(0));
  return createRandom(pcg(state ^ number));
}
