// From a place in the text to the layers and blocks it stands for. A call in a block or a repeat makes several instances:
// they share one place.
import type { Analysis, BlockInstance, Instance, NetworkAnalysis, Position, Range } from '../language/index.js';
import type { OpenFile } from './open-file.js';

/** A call in the text and every layer instance it makes. */
export interface Place {
  readonly origin: Range;
  /** At least one, in the order of the networks and of their layers. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  readonly network: NetworkAnalysis;
  readonly instance: Instance;
}

/** A call of a block in the text and every use it makes of it. */
export interface BlockPlace {
  readonly origin: Range;
  /** At least one, in the order of the networks and of their layers. */
  readonly uses: readonly BlockUse[];
}

export interface BlockUse {
  readonly network: NetworkAnalysis;
  readonly block: BlockInstance;
}

interface Places {
  readonly layers: readonly Place[];
  readonly blocks: readonly BlockPlace[];
}

const known = new WeakMap<Analysis, Places>();

/** Every call that makes layers, in the order of first use; computed once for an analysis. */
export function placesOf(analysis: Analysis): readonly Place[] {
  return allPlaces(analysis).layers;
}

/** Every call of a block, likewise. */
export function blockPlacesOf(analysis: Analysis): readonly BlockPlace[] {
  return allPlaces(analysis).blocks;
}

function allPlaces(analysis: Analysis): Places {
  let places = known.get(analysis);
  if (!places) {
    const layers = new Groups<Occurrence>();
    const blocks = new Groups<BlockUse>();
    for (const network of analysis.networks) {
      for (const instance of network.instances) layers.add(instance, { network, instance });
      for (const block of network.blocks) blocks.add(block, { network, block });
    }
    places = {
      layers: layers.map((origin, occurrences) => ({ origin, occurrences })),
      blocks: blocks.map((origin, uses) => ({ origin, uses })),
    };
    known.set(analysis, places);
  }
  return places;
}

/** Collects what has one origin in this file's text. */
class Groups<T> {
  private readonly byText = new Map<string, { readonly origin: Range; readonly members: T[] }>();
  /** Copies of a block's instances share their origin, so that most are told apart without writing its numbers. */
  private readonly byOrigin = new Map<Range, T[]>();

  /** A call that stands in an imported file is no place here. */
  add({ origin, file }: { readonly origin: Range; readonly file?: string }, member: T): void {
    if (file !== undefined) return;
    let members = this.byOrigin.get(origin);
    if (!members) {
      const { start, end } = origin;
      const text = `${start.line}:${start.character}-${end.line}:${end.character}`;
      const group = this.byText.get(text) ?? { origin, members: [] };
      this.byText.set(text, group);
      members = group.members;
      this.byOrigin.set(origin, members);
    }
    members.push(member);
  }

  map<R>(made: (origin: Range, members: readonly T[]) => R): R[] {
    return Array.from(this.byText.values(), ({ origin, members }) => made(origin, members));
  }
}

/** The innermost call of a layer around a position; undefined where there is none. */
export function placeAt(analysis: Analysis, position: Position): Place | undefined {
  return innermost(placesOf(analysis), position);
}

/** The innermost call of a block around a position, likewise. */
export function blockPlaceAt(analysis: Analysis, position: Position): BlockPlace | undefined {
  return innermost(blockPlacesOf(analysis), position);
}

function innermost<P extends { readonly origin: Range }>(places: readonly P[], position: Position): P | undefined {
  let best: P | undefined;
  for (const place of places) {
    if (contains(place.origin, position) && (!best || contains(best.origin, place.origin.start))) best = place;
  }
  return best;
}

/** Negative when a comes before b. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Whether a position is in a range, both its ends included: a cursor behind the last character still means it. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** Whether two ranges share a place; touching ends count. */
export function overlaps(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

/** The name at a position, whatever it stands for. */
export function wordAt({ document }: OpenFile, position: Position): { text: string; range: Range } | undefined {
  const line = document.getText({
    start: { ...position, character: 0 },
    end: { line: position.line + 1, character: 0 },
  });
  for (const match of line.matchAll(/[A-Za-z_]\w*/g)) {
    const end = match.index + match[0].length;
    if (match.index <= position.character && position.character <= end) {
      const at = (character: number) => ({ line: position.line, character });
      return { text: match[0], range: { start: at(match.index), end: at(end) } };
    }
  }
  return undefined;
}
