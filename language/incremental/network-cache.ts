// What an analysis leaves for the next one: a network is not expanded again while its own text and all that it uses
// stay as they are, wherever they stand. What was said of it is said again, so that nobody can tell but by the clock.

import type { Analysis, Instance, NetworkAnalysis } from '../analysis.js';
import type { RecordedDiagnostics } from '../diagnostics/collector.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Asked } from '../expand/blocks.js';
import type { Block } from '../syntax/generated/ast.js';
import type { SyntaxNode } from '../syntax/nodes.js';
import type { ParsedFile } from '../syntax/parsed-file.js';
import type { Range } from '../text/range.js';
import { Note } from './note.js';
import { Move, type Stand, standing, standStill, standsOf } from './range-mapping.js';

/** What every network of a file stands on: its defaults, and its imports with what they brought. */
export interface Ground {
  /** The file does not parse as a whole, so no network counts as sound. */
  readonly broken: boolean;
  /** `defaults` and `import` statements. */
  readonly nodes: readonly SyntaxNode[];
  /** What the imports were answered with, those of imported files too. */
  readonly imported: readonly (ParsedFile | undefined)[];
}

/** A network at the place where its statements stand. */
interface Placed {
  readonly analysis: NetworkAnalysis;
  /** What was said of it at each step of its course. */
  readonly said: readonly RecordedDiagnostics[];
  readonly stands: readonly Stand[];
}

export interface KnownNetwork extends Placed {
  /** Whether the file had no error before it: an unused name is only said then. */
  readonly clean: boolean;
  /** What the names of blocks that it asked for mean. */
  readonly blocks: ReadonlyMap<string, Block | undefined>;
  /** All names of blocks, where it asked for these. */
  readonly names?: readonly string[];
  /** As it was when it was expanded: however often it moves, it moves from there. */
  readonly origin: Placed;
}

interface Memory {
  readonly ground: Ground;
  readonly networks: ReadonlyMap<SyntaxNode, KnownNetwork>;
}

const memories = new Note<Analysis, Memory>();

export function remember(analysis: Analysis, memory: Memory): void {
  memories.set(analysis, memory);
}

/** What the next analysis may know of a network that was expanded now. */
export function knowing(
  node: SyntaxNode,
  analysis: NetworkAnalysis,
  said: readonly RecordedDiagnostics[],
  clean: boolean,
  asked: Asked,
  file: FileContext,
  ground: Ground,
): KnownNetwork {
  const used = [...asked.names].map((name) => [name, file.blocks.get(name)] as const);
  const here = used.flatMap(([, declared]) => (declared?.file === file ? declared.block : []));
  const origin = { analysis, said, stands: standsOf([node, ...here, ...ground.nodes], file) };
  return {
    ...origin,
    origin,
    clean,
    blocks: new Map(used.map(([name, declared]) => [name, declared?.block])),
    ...(asked.all && { names: file.blocks.names() }),
  };
}

/** Finds what an earlier analysis knows of a network that stands on `ground`. */
export function knownBefore(before: Analysis | undefined, ground: Ground, file: FileContext) {
  const memory = before && memories.get(before);
  const networks = memory && sameGround(memory.ground, ground) ? memory.networks : undefined;
  return (node: SyntaxNode, name: string, clean: boolean): KnownNetwork | undefined => {
    const known = networks?.get(node);
    if (known?.analysis.name !== name || known.clean !== clean || !usesSame(known, file)) return undefined;
    const stands = standing(known.stands, file);
    return standStill(known.stands, stands) ? known : moved(known, stands);
  };
}

function usesSame({ blocks, names }: KnownNetwork, file: FileContext): boolean {
  for (const [name, block] of blocks) if (file.blocks.get(name)?.block !== block) return false;
  return !names || sameItems(names, file.blocks.names());
}

/**
 * The same network where its statements stand now. Its layers are many, and written down once somebody looks at them.
 */
function moved(known: KnownNetwork, stands: readonly Stand[]): KnownNetwork {
  const { analysis, said, stands: before } = known.origin;
  const move = new Move(before, stands);
  const at = (range: Range) => move.range(range);
  let instances: NetworkAnalysis['instances'] | undefined;
  let blocks: NetworkAnalysis['blocks'] | undefined;
  return {
    ...known,
    analysis: {
      ...analysis,
      range: at(analysis.range),
      nameRange: at(analysis.nameRange),
      get instances() {
        instances ??= analysis.instances.map((instance) => movedInstance(instance, at));
        return instances;
      },
      get blocks() {
        blocks ??= analysis.blocks.map((use) => (use.file === undefined ? { ...use, origin: at(use.origin) } : use));
        return blocks;
      },
    },
    said: said.map((each) => move.said(each)),
    stands,
  };
}

/** What stands in an imported file stays where it is. */
function movedInstance(instance: Instance, at: (range: Range) => Range): Instance {
  const { origin, file, defaults } = instance;
  if (file !== undefined) return instance;
  return {
    ...instance,
    origin: at(origin),
    defaults: defaults && Object.fromEntries(Object.entries(defaults).map(([name, range]) => [name, at(range)])),
  };
}

function sameGround(a: Ground, b: Ground): boolean {
  return a.broken === b.broken && sameItems(a.nodes, b.nodes) && sameItems(a.imported, b.imported);
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
