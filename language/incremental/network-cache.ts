// The cache of an analysis: each network with all it depends on. The next analysis takes a network from it while the
// network's statement, its blocks and the shared inputs are unchanged, wherever they have moved in the text.

import type { Analysis, Instance, NetworkAnalysis } from '../analysis.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { SyntaxNode } from '../syntax/nodes.js';
import type { Range } from '../text/range.js';
import { Attachment } from './attachment.js';
import { areUnchanged, type Dependencies } from './dependencies.js';
import { anchorStatements, RangeMapping, reanchor, type StatementAnchor, sameAnchors } from './range-mapping.js';
import type { RecordedStep } from './recorded-step.js';
import { type SharedInputs, sameInputs } from './shared-inputs.js';

/** A network's results at one position of its statements. */
interface AnchoredNetwork {
  readonly analysis: NetworkAnalysis;
  /** What each step of its task reported. */
  readonly diagnostics: readonly RecordedStep[];
  readonly anchors: readonly StatementAnchor[];
}

export interface CacheEntry extends AnchoredNetwork {
  /** Whether the file had no error before this network: unused names are reported only then. */
  readonly clean: boolean;
  readonly dependencies: Dependencies;
  /** As first analysed. Re-anchoring always maps from here, so that mappings do not pile up. */
  readonly original: AnchoredNetwork;
}

interface NetworkCache {
  readonly inputs: SharedInputs;
  readonly entries: ReadonlyMap<SyntaxNode, CacheEntry>;
}

const caches = new Attachment<Analysis, NetworkCache>();

/** Stores the entries of an analysis, each under its network's statement. */
export function storeCache(analysis: Analysis, inputs: SharedInputs, entries: NetworkCache['entries']): void {
  caches.set(analysis, { inputs, entries });
}

export function createCacheEntry(
  item: SyntaxNode,
  results: Omit<AnchoredNetwork, 'anchors'> & Pick<CacheEntry, 'clean' | 'dependencies'>,
  file: FileContext,
  inputs: SharedInputs,
): CacheEntry {
  const { analysis, diagnostics, clean, dependencies } = results;
  const anchors = anchorStatements([item, ...dependencies.local, ...inputs.nodes], file);
  const original = { analysis, diagnostics, anchors };
  return { ...original, original, clean, dependencies };
}

export type CacheLookup = (item: SyntaxNode, name: string, clean: boolean) => CacheEntry | undefined;

/** Finds networks in the cache of an earlier analysis, re-anchored to where their statements are in `file`. */
export function lookupCached(before: Analysis | undefined, inputs: SharedInputs, file: FileContext): CacheLookup {
  const cache = before && caches.get(before);
  const entries = cache && sameInputs(cache.inputs, inputs) ? cache.entries : undefined;
  return (item, name, clean) => {
    const entry = entries?.get(item);
    if (entry?.analysis.name !== name || entry.clean !== clean) return undefined;
    if (!areUnchanged(entry.dependencies, file)) return undefined;
    const anchors = reanchor(entry.anchors, file);
    return sameAnchors(entry.anchors, anchors) ? entry : reanchorEntry(entry, anchors);
  };
}

/** Instances and blocks are many, and mapped when first read. */
function reanchorEntry(entry: CacheEntry, anchors: readonly StatementAnchor[]): CacheEntry {
  const { analysis, diagnostics, anchors: originalAnchors } = entry.original;
  const mapping = new RangeMapping(originalAnchors, anchors);
  const mapRange = (range: Range) => mapping.mapRange(range);
  let instances: NetworkAnalysis['instances'] | undefined;
  let blocks: NetworkAnalysis['blocks'] | undefined;
  return {
    ...entry,
    analysis: {
      ...analysis,
      range: mapRange(analysis.range),
      nameRange: mapRange(analysis.nameRange),
      get instances() {
        instances ??= analysis.instances.map((instance) => mapInstance(instance, mapRange));
        return instances;
      },
      get blocks() {
        blocks ??= analysis.blocks.map((use) =>
          use.file === undefined ? { ...use, origin: mapRange(use.origin) } : use,
        );
        return blocks;
      },
    },
    diagnostics: diagnostics.map((each) => mapping.mapDiagnostics(each)),
    anchors,
  };
}

/** Ranges in an imported file do not change. */
function mapInstance(instance: Instance, mapRange: (range: Range) => Range): Instance {
  const { origin, file, defaults } = instance;
  if (file !== undefined) return instance;
  return {
    ...instance,
    origin: mapRange(origin),
    defaults: defaults && Object.fromEntries(Object.entries(defaults).map(([name, range]) => [name, mapRange(range)])),
  };
}
