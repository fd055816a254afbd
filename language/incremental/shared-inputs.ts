// What every network of a file depends on: the file's defaults, and its imports with the files they resolved to.

import { type Item, isDefaults, isImport } from '../syntax/generated/ast.js';
import type { SyntaxNode } from '../syntax/nodes.js';
import type { ParsedFile } from '../syntax/parsed-file.js';

export interface SharedInputs {
  /** The file does not parse as a whole, so no network counts as sound. */
  readonly broken: boolean;
  /** What networks depend on of the text that does not parse. */
  readonly damage: string;
  /** The `defaults` and `import` statements. */
  readonly nodes: readonly SyntaxNode[];
  /** The files that imports resolved to, those of imported files included. */
  readonly imported: readonly (ParsedFile | undefined)[];
}

export function collectSharedInputs(
  items: readonly Item[],
  imported: SharedInputs['imported'],
  broken: boolean,
  damage: string,
): SharedInputs {
  return { broken, damage, nodes: items.filter((item) => isDefaults(item) || isImport(item)), imported };
}

export function sameInputs(a: SharedInputs, b: SharedInputs): boolean {
  return (
    a.broken === b.broken && a.damage === b.damage && sameItems(a.nodes, b.nodes) && sameItems(a.imported, b.imported)
  );
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
