// What an analysis leaves for the next one: a network is not expanded again while its own text and all that it may use
// stay as they are. What was said of it is said again, so that nobody can tell but by the clock.
import type { AstNode } from 'langium';
import type { ParsedFile } from '../parsing/parsed-file.js';
import type { Analysis, NetworkAnalysis } from './analysis.js';
import { type Places, rangeOf } from './expand/ranges.js';
import type { Position } from './problem.js';
import type { Problems, Said } from './problems.js';

/** What every network of a file may use: blocks, defaults and imports, with their places, since instances have them. */
export interface Ground {
  /** The file does not parse as a whole, so no network counts as sound. */
  readonly broken: boolean;
  readonly nodes: readonly AstNode[];
  readonly places: readonly Position[];
  /** What the imports were answered with, those of imported files too. */
  readonly imported: readonly (ParsedFile | undefined)[];
}

export interface KnownNetwork {
  readonly analysis: NetworkAnalysis;
  readonly place: Position;
  /** Whether the file had no error before it: an unused name is only said then. */
  readonly clean: boolean;
  /** What was said of it at each step of its course. */
  readonly said: readonly Said[];
}

interface Memory {
  readonly ground: Ground;
  readonly networks: ReadonlyMap<AstNode, KnownNetwork>;
}

const memories = new WeakMap<Analysis, Memory>();

export function remember(analysis: Analysis, memory: Memory): void {
  memories.set(analysis, memory);
}

export function groundOf(
  nodes: readonly AstNode[],
  file: Places,
  broken: boolean,
  imported: Ground['imported'],
): Ground {
  return { broken, nodes, places: nodes.map((node) => rangeOf(node, file).start), imported };
}

/** Finds what an earlier analysis knows of a network that stands on `ground`. */
export function knownBefore(before: Analysis | undefined, ground: Ground) {
  const memory = before && memories.get(before);
  const networks = memory && sameGround(memory.ground, ground) ? memory.networks : undefined;
  return (node: AstNode, name: string, { file, problems }: { file: Places; problems: Problems }) => {
    const known = networks?.get(node);
    const same =
      known?.analysis.name === name &&
      known.clean === (problems.errors === 0) &&
      samePlace(known.place, rangeOf(node, file).start);
    return same ? known : undefined;
  };
}

function sameGround(a: Ground, b: Ground): boolean {
  return (
    a.broken === b.broken &&
    sameItems(a.nodes, b.nodes, Object.is) &&
    sameItems(a.imported, b.imported, Object.is) &&
    sameItems(a.places, b.places, samePlace)
  );
}

function sameItems<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => same(item, b[index]));
}

function samePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}
