// The blocks that one network's expansion depends on: the names it looked up, found or not, and what they meant.
import type { FileContext } from '../evaluate/file-context.js';
import type { Block } from '../syntax/generated/ast.js';
import { sameItems } from './shared-inputs.js';

export interface Dependencies {
  readonly blocks: ReadonlyMap<string, Block | undefined>;
  /** All names of blocks, if the expansion listed them. */
  readonly names?: readonly string[];
  /** The blocks among them that the file itself declares. */
  readonly local: readonly Block[];
}

/** Collects the dependencies of several steps of work. */
export class DependencyTracker {
  private readonly lookups = { names: new Set<string>(), allNames: false };

  constructor(private readonly file: FileContext) {}

  trackDependencies<T>(work: () => T): T {
    return this.file.blocks.recordLookups(this.lookups, work);
  }

  collect(): Dependencies {
    const { file, lookups } = this;
    const found = [...lookups.names].map((name) => [name, file.blocks.get(name)] as const);
    return {
      blocks: new Map(found.map(([name, declared]) => [name, declared?.block])),
      ...(lookups.allNames && { names: file.blocks.names() }),
      local: found.flatMap(([, declared]) => (declared?.file === file ? declared.block : [])),
    };
  }
}

/** Whether every name means the same block in `file`. */
export function areUnchanged({ blocks, names }: Dependencies, file: FileContext): boolean {
  for (const [name, block] of blocks) if (file.blocks.get(name)?.block !== block) return false;
  return !names || sameItems(names, file.blocks.names());
}
