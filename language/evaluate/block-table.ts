// The blocks that a file can use, by name: its own and those it imports. Records which names are looked up, so that
// incremental analysis knows what an expansion depends on.
import type { Block } from '../syntax/generated/ast.js';

/** The names that some work looked up, whether a block has them or not. */
export interface Lookups {
  readonly names: Set<string>;
  /** It listed all names, as the suggestion for a misspelt name does. */
  allNames: boolean;
}

export class BlockTable<Declared extends { readonly block: Block }> {
  private readonly byName = new Map<string, Declared>();
  private lookups: Lookups = { names: new Set(), allNames: false };

  get(name: string): Declared | undefined {
    this.lookups.names.add(name);
    return this.byName.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** In the order of the text. */
  names(): readonly string[] {
    this.lookups.allNames = true;
    return [...this.byName.keys()];
  }

  all(): readonly Declared[] {
    return [...this.byName.values()];
  }

  /** Returns false where the name is taken. */
  declare(declared: Declared): boolean {
    const { name } = declared.block;
    if (this.byName.has(name)) return false;
    this.byName.set(name, declared);
    return true;
  }

  /** Runs `work` and adds the names it looks up to `lookups`. */
  recordLookups<T>(lookups: Lookups, work: () => T): T {
    const outer = this.lookups;
    this.lookups = lookups;
    try {
      return work();
    } finally {
      this.lookups = outer;
    }
  }
}
