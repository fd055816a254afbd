// From a place in the text to the layers it stands for. A call in a block or a repeat makes several instances: they
// share one place.
import type { Analysis, Instance, NetworkAnalysis, Position, Range } from '../language/index.js';

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

const known = new WeakMap<Analysis, readonly Place[]>();

/** Every call that makes layers, in the order of first use; computed once for an analysis. */
export function placesOf(analysis: Analysis): readonly Place[] {
  let places = known.get(analysis);
  if (!places) {
    places = groupByOrigin(analysis);
    known.set(analysis, places);
  }
  return places;
}

function groupByOrigin(analysis: Analysis): Place[] {
  const groups = new Map<string, { origin: Range; occurrences: Occurrence[] }>();
  for (const network of analysis.networks) {
    for (const instance of network.instances) {
      const { start, end } = instance.origin;
      const key = `${start.line}:${start.character}-${end.line}:${end.character}`;
      const group = groups.get(key);
      if (group) group.occurrences.push({ network, instance });
      else groups.set(key, { origin: instance.origin, occurrences: [{ network, instance }] });
    }
  }
  return [...groups.values()];
}

/** The innermost call around a position; undefined where there is none. */
export function placeAt(analysis: Analysis, position: Position): Place | undefined {
  let best: Place | undefined;
  for (const place of placesOf(analysis)) {
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
