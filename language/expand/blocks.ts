// The blocks that a file can use, by name, its own and those it imports. Notes which names are asked for, found or not:
// what was expanded comes out the same again for as long as these names mean the same blocks.
import type { Block } from '../syntax/generated/ast.js';

/** The names that some work asked for. */
export interface Asked {
  readonly names: Set<string>;
  /** It asked which blocks there are, as the suggestion for a name that nobody knows does. */
  all: boolean;
}

export class Blocks<Declared extends { readonly block: Block }> {
  private readonly byName = new Map<string, Declared>();
  private asked: Asked = { names: new Set(), all: false };

  get(name: string): Declared | undefined {
    this.asked.names.add(name);
    return this.byName.get(name);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** In the order of the text. */
  names(): readonly string[] {
    this.asked.all = true;
    return [...this.byName.keys()];
  }

  all(): readonly Declared[] {
    return [...this.byName.values()];
  }

  /** Answers false where the name is taken. */
  declare(declared: Declared): boolean {
    const { name } = declared.block;
    if (this.byName.has(name)) return false;
    this.byName.set(name, declared);
    return true;
  }

  /** Does some work, and notes in `asked` what it asks for. */
  noting<T>(asked: Asked, work: () => T): T {
    const before = this.asked;
    this.asked = asked;
    const result = work();
    this.asked = before;
    return result;
  }
}
