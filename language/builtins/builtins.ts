// Reads builtins.cnn, the declarations behind argument checks, completion, hovers and the reference page.

import { documentationAbove } from '../syntax/documentation.js';
import { type BuiltinParameter, type Expression, isBuiltin } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { itemsOf, type ParsedFile } from '../syntax/parsed-file.js';
import { parseTree } from '../syntax/parser.js';
import { declarationRange, leadingRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import builtinsText from './builtins.cnn';

export { builtinsText };

/**
 * `join`: a layer with any number of branches. `piece`: passes its input through, without a layer. `function`: computes
 * a number from numbers.
 */
export type Category =
  | 'layer'
  | 'join'
  | 'piece'
  | 'function'
  | 'statement'
  | 'data'
  | 'augmentation'
  | 'loss'
  | 'optimizer'
  | 'schedule'
  | 'clipping'
  | 'job';

/** Whether calls of it are elements of chains. */
export function canFlow({ category }: Builtin): boolean {
  return category === 'layer' || category === 'join' || category === 'piece';
}

export interface DeclaredParameter {
  readonly name: string;
  /** A type of language/evaluate/types.ts, e.g. `count`, `size`, `padding`. */
  readonly type: string;
  /** Absent where the argument must be given. May name the parameters before it. */
  readonly default?: Expression;
  /** The default as written. */
  readonly defaultText?: string;
  /** One paragraph of markdown; empty where that of the built-in explains it. */
  readonly documentation: string;
  /** Where its name is declared in `builtinsText`. */
  readonly nameRange: Range;
}

export interface Builtin {
  readonly name: string;
  readonly category: Category;
  readonly parameters: readonly DeclaredParameter[];
  /** One paragraph of markdown. */
  readonly documentation: string;
  /** As declared: `conv(filters, kernel=3x3, ...)`. */
  readonly signature: string;
  /** Where its name is declared in `builtinsText`. */
  readonly nameRange: Range;
}

function declared(parameter: BuiltinParameter, file: ParsedFile): DeclaredParameter {
  const { name, type, default: initial } = parameter;
  return {
    name,
    type,
    default: initial,
    defaultText: sourceText(initial),
    documentation: documentationAbove(parameter),
    nameRange: leadingRange(rangeOf(parameter, file), name.length),
  };
}

function signature(name: string, parameters: readonly BuiltinParameter[]): string {
  if (parameters.length === 0) return name;
  const listed = parameters.map((parameter) =>
    parameter.default ? `${parameter.name}=${sourceText(parameter.default)}` : parameter.name,
  );
  return `${name}(${listed.join(', ')})`;
}

function read(): {
  readonly builtins: ReadonlyMap<string, Builtin>;
  readonly augmentations: ReadonlyMap<string, Builtin>;
} {
  const file = parseTree(builtinsText);
  const [mistake] = file.statements.flatMap(({ parserErrors }) => parserErrors);
  if (mistake) throw new Error(`builtins.cnn does not parse: ${mistake.message}`);
  const builtins = new Map<string, Builtin>();
  const augmentations = new Map<string, Builtin>();
  for (const item of itemsOf(file).filter(isBuiltin)) {
    const table = item.category === 'augmentation' ? augmentations : builtins;
    const original = item.alias === undefined ? undefined : table.get(item.alias);
    table.set(
      item.name,
      original ?? {
        name: item.name,
        category: item.category as Category,
        parameters: item.parameters.map((parameter) => declared(parameter, file)),
        documentation: documentationAbove(item),
        signature: signature(item.name, item.parameters),
        nameRange: declarationRange(item, file, 'builtin'),
      },
    );
  }
  return { builtins, augmentations };
}

const declarations = read();

/** Every built-in but the augmentations by name; an alias (`pool`) leads to its original. */
export const builtins = declarations.builtins;

/** The steps of `augment = ...` by name, in a namespace of their own: elsewhere `crop` is a layer. */
export const augmentations = declarations.augmentations;

/** The built-in of a name, which may be written in upper case as textbooks do (`CONV`). */
export function findBuiltin(name: string): Builtin | undefined {
  return find(builtins, name);
}

/** The augmentation of a name, likewise. */
export function findAugmentation(name: string): Builtin | undefined {
  return find(augmentations, name);
}

/** The names of one category, as declared. */
export function namesOf(category: Category): readonly string[] {
  const declared = [...builtins, ...augmentations].filter(([, builtin]) => builtin.category === category);
  return declared.map(([name]) => name);
}

function find(table: ReadonlyMap<string, Builtin>, name: string): Builtin | undefined {
  return table.get(name) ?? (name === name.toUpperCase() ? table.get(name.toLowerCase()) : undefined);
}
