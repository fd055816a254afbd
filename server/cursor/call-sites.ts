// The calls of layers and blocks in a part of the text, with all that they make. A call in a block or in a repeat makes
// several instances, which share one call site.
import {
  type Analysis,
  Attachment,
  type BlockInstance,
  contains,
  type Instance,
  type NetworkAnalysis,
  overlaps,
  type Position,
  type Range,
} from '../../language/index.js';

/** A call in the text and every layer instance it makes. */
export interface LayerCall {
  readonly origin: Range;
  /** At least one, in the order of the networks and of their layers. */
  readonly occurrences: readonly LayerOccurrence[];
}

export interface LayerOccurrence {
  readonly network: NetworkAnalysis;
  readonly instance: Instance;
}

/** A call of a block in the text and every use it makes of the block. */
export interface BlockCall {
  readonly origin: Range;
  /** At least one, in the order of the networks and of their layers. */
  readonly uses: readonly BlockUse[];
}

export interface BlockUse {
  readonly network: NetworkAnalysis;
  readonly block: BlockInstance;
}

/** What a call makes in one network: a layer in a block that is used a thousand times has a thousand members. */
export interface NetworkMembers<T> {
  readonly network: NetworkAnalysis;
  readonly members: readonly T[];
}

/** A call in the text with all that it makes, network by network; at least one member. */
export interface CallSite<T> {
  readonly origin: Range;
  readonly networks: readonly NetworkMembers<T>[];
}

/** The call sites of the layers in a part of the text, in the order of first use. */
export function findLayerCallSites(analysis: Analysis, part: Range): CallSite<Instance>[] {
  return findCallSites(analysis, part, ({ layers }) => layers);
}

/** The call sites of the blocks, likewise. */
export function findBlockCallSites(analysis: Analysis, part: Range): CallSite<BlockInstance>[] {
  return findCallSites(analysis, part, ({ blocks }) => blocks);
}

/** The layer calls that touch a part of the text, with every single instance. */
export function findLayerCalls(analysis: Analysis, part: Range): LayerCall[] {
  return findLayerCallSites(analysis, part).map(({ origin, networks }) => {
    const occurrences = networks.flatMap(({ network, members }) => members.map((instance) => ({ network, instance })));
    return { origin, occurrences };
  });
}

/** The block calls that touch a part of the text, with every single use. */
export function findBlockCalls(analysis: Analysis, part: Range): BlockCall[] {
  return findBlockCallSites(analysis, part).map(({ origin, networks }) => {
    const uses = networks.flatMap(({ network, members }) => members.map((block) => ({ network, block })));
    return { origin, uses };
  });
}

/** The innermost call of a layer around a position. */
export function layerCallAt(analysis: Analysis, position: Position): LayerCall | undefined {
  return innermost(findLayerCalls(analysis, { start: position, end: position }));
}

/** The innermost call of a block around a position. */
export function blockCallAt(analysis: Analysis, position: Position): BlockCall | undefined {
  return innermost(findBlockCalls(analysis, { start: position, end: position }));
}

/** Of calls around one position. */
function innermost<C extends { readonly origin: Range }>(calls: readonly C[]): C | undefined {
  let best: C | undefined;
  for (const call of calls) {
    if (!best || contains(best.origin, call.origin.start)) best = call;
  }
  return best;
}

function findCallSites<T>(
  { networks }: Analysis,
  part: Range,
  membersOf: (calls: NetworkCalls) => MembersByOrigin<T>,
): CallSite<T>[] {
  const sites = new Map<string, { readonly origin: Range; readonly networks: NetworkMembers<T>[] }>();
  for (const network of networks) {
    if (!mayTouch(network, part)) continue;
    for (const [key, { origin, members }] of membersOf(groupCalls(network)).groups) {
      if (!overlaps(origin, part)) continue;
      const site = sites.get(key);
      if (site) site.networks.push({ network, members });
      else sites.set(key, { origin, networks: [{ network, members }] });
    }
  }
  return [...sites.values()];
}

/** All calls of a network are in its own statement, but for those in the blocks that it uses. */
function mayTouch({ range, blocks }: NetworkAnalysis, part: Range): boolean {
  return overlaps(range, part) || blocks.length > 0;
}

/** What the calls of one network make, by call. */
interface NetworkCalls {
  readonly layers: MembersByOrigin<Instance>;
  readonly blocks: MembersByOrigin<BlockInstance>;
}

/** A network that an edit leaves alone is grouped once. */
const cache = new Attachment<NetworkAnalysis, NetworkCalls>();

function groupCalls(network: NetworkAnalysis): NetworkCalls {
  let calls = cache.get(network);
  if (!calls) {
    calls = { layers: new MembersByOrigin<Instance>(), blocks: new MembersByOrigin<BlockInstance>() };
    for (const instance of network.instances) calls.layers.add(instance, instance);
    for (const block of network.blocks) calls.blocks.add(block, block);
    cache.set(network, calls);
  }
  return calls;
}

/** Groups what has one origin in this file's text. */
class MembersByOrigin<T> {
  readonly groups = new Map<string, { readonly origin: Range; readonly members: T[] }>();
  /** Copies of a block's instances share the range object, so most are grouped without formatting its numbers. */
  private readonly byRange = new Map<Range, T[]>();

  /** Leaves out a call in an imported file, which has no place in this text. */
  add({ origin, file }: { readonly origin: Range; readonly file?: string }, member: T): void {
    if (file !== undefined) return;
    let members = this.byRange.get(origin);
    if (!members) {
      const { start, end } = origin;
      const key = `${start.line}:${start.character}-${end.line}:${end.character}`;
      const group = this.groups.get(key) ?? { origin, members: [] };
      this.groups.set(key, group);
      members = group.members;
      this.byRange.set(origin, members);
    }
    members.push(member);
  }
}
