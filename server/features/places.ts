// From a place in the text to the layers and blocks it stands for. A call in a block or a repeat makes several
// instances: they share one place.
import {
  type Analysis,
  type BlockInstance,
  type Instance,
  type NetworkAnalysis,
  Note,
  type Position,
  type Range,
} from '../../language/index.js';
import type { OpenFile } from '../workspace/open-file.js';

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

/** What one network has of what a call makes: a layer that a thousand copies of a block hold has a thousand members. */
export interface Share<T> {
  readonly network: NetworkAnalysis;
  readonly members: readonly T[];
}

/** A call in the text with all that it makes, network by network; at least one member. */
export interface CallPlace<T> {
  readonly origin: Range;
  readonly shares: readonly Share<T>[];
}

/** The calls of one network: a network that an edit leaves alone is looked through once. */
interface Calls {
  readonly layers: Groups<Instance>;
  readonly blocks: Groups<BlockInstance>;
}

const known = new Note<NetworkAnalysis, Calls>();

/** The calls that make layers and touch a part of the text, in the order of first use. */
export function layerCallsOf(analysis: Analysis, part: Range): CallPlace<Instance>[] {
  return callsIn(analysis, part, ({ layers }) => layers);
}

/** The calls of blocks, likewise. */
export function blockCallsOf(analysis: Analysis, part: Range): CallPlace<BlockInstance>[] {
  return callsIn(analysis, part, ({ blocks }) => blocks);
}

/** The calls of layers with every single instance. */
export function placesOf(analysis: Analysis, part: Range): Place[] {
  return layerCallsOf(analysis, part).map(({ origin, shares }) => {
    const occurrences = shares.flatMap(({ network, members }) => members.map((instance) => ({ network, instance })));
    return { origin, occurrences };
  });
}

/** The calls of blocks with every single use. */
export function blockPlacesOf(analysis: Analysis, part: Range): BlockPlace[] {
  return blockCallsOf(analysis, part).map(({ origin, shares }) => {
    const uses = shares.flatMap(({ network, members }) => members.map((block) => ({ network, block })));
    return { origin, uses };
  });
}

function callsIn<T>({ networks }: Analysis, part: Range, kind: (calls: Calls) => Groups<T>): CallPlace<T>[] {
  const byText = new Map<string, { readonly origin: Range; readonly shares: Share<T>[] }>();
  for (const network of networks) {
    if (!mayTouch(network, part)) continue;
    for (const [text, { origin, members }] of kind(callsOf(network)).byText) {
      if (!overlaps(origin, part)) continue;
      const place = byText.get(text);
      if (place) place.shares.push({ network, members });
      else byText.set(text, { origin, shares: [{ network, members }] });
    }
  }
  return [...byText.values()];
}

/** All calls of a network stand in its own statement, but for those in the blocks that it uses. */
function mayTouch({ range, blocks }: NetworkAnalysis, part: Range): boolean {
  return overlaps(range, part) || blocks.length > 0;
}

function callsOf(network: NetworkAnalysis): Calls {
  let calls = known.get(network);
  if (!calls) {
    calls = { layers: new Groups<Instance>(), blocks: new Groups<BlockInstance>() };
    for (const instance of network.instances) calls.layers.add(instance, instance);
    for (const block of network.blocks) calls.blocks.add(block, block);
    known.set(network, calls);
  }
  return calls;
}

/** Collects what has one origin in this file's text. */
class Groups<T> {
  readonly byText = new Map<string, { readonly origin: Range; readonly members: T[] }>();
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
}

/** The innermost call of a layer around a position; undefined where there is none. */
export function placeAt(analysis: Analysis, position: Position): Place | undefined {
  return innermost(placesOf(analysis, at(position)));
}

/** The innermost call of a block around a position, likewise. */
export function blockPlaceAt(analysis: Analysis, position: Position): BlockPlace | undefined {
  return innermost(blockPlacesOf(analysis, at(position)));
}

function at(position: Position): Range {
  return { start: position, end: position };
}

/** Of places around one position. */
function innermost<P extends { readonly origin: Range }>(places: readonly P[]): P | undefined {
  let best: P | undefined;
  for (const place of places) {
    if (!best || contains(best.origin, place.origin.start)) best = place;
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
