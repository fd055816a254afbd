// The names of a block or network in the order of the text; the first of two declarations with one name holds.
import type { LocalDeclaration } from './name-uses.js';

export class Names {
  private constructor(
    private readonly declarations: readonly LocalDeclaration[],
    private readonly indexes: ReadonlyMap<string, number>,
    private readonly count: number,
  ) {}

  static of(declarations: readonly LocalDeclaration[]): Names {
    const indexes = new Map<string, number>();
    for (const [index, { name = '' }] of declarations.entries()) if (!indexes.has(name)) indexes.set(name, index);
    return new Names(declarations, indexes, declarations.length);
  }

  /** The names of the first `count` declarations. */
  before(count: number): Names {
    return new Names(this.declarations, this.indexes, count);
  }

  /** Whether any declaration has this name, also one after the first `count`. */
  declares(name: string): boolean {
    return this.indexes.has(name);
  }

  get(name: string): LocalDeclaration | undefined {
    const index = this.indexes.get(name);
    return index !== undefined && index < this.count ? this.declarations[index] : undefined;
  }
}
