// What a hover has to know of the text as it was written: which arguments a call gives, and how blocks are declared.
// Read from the syntax tree when somebody asks, and never kept.
import { type AstNode, CstUtils } from 'langium';
import { findBuiltin } from '../builtins/builtins.js';
import { findImported, type ImportedFile, type Importer } from '../expand/imports.js';
import type { Range } from '../text/range.js';
import { documentationAbove } from './documentation.js';
import { type Block, type Call, type Expression, isBlock, isCall, isImport } from './generated/ast.js';
import { itemsOf, type ParsedFile } from './parsed-file.js';
import { declarationRange, rangeOf } from './ranges.js';

/** The arguments that a built-in's call gives, by parameter, as written. Undefined where no such call is. */
export function writtenArguments(file: ParsedFile, offset: number): ReadonlyMap<string, string> | undefined {
  const values = valuesOf(file, offset);
  if (!values) return undefined;
  const texts = [...values].map(([name, value]) => [name, value.$cstNode?.text] as const);
  return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** Where the argument for one parameter stands; undefined where it is not written. */
export function writtenRange(file: ParsedFile, offset: number, parameter: string): Range | undefined {
  const value = valuesOf(file, offset)?.get(parameter);
  return value && rangeOf(value, file);
}

/** The values that the built-in's call at an offset gives, by parameter. */
function valuesOf({ statements, starts }: ParsedFile, offset: number): ReadonlyMap<string, Expression> | undefined {
  const statement = statements.findLast(({ tree }) => starts.get(tree)!.offset <= offset);
  const root = statement?.tree.$cstNode;
  if (!root) return undefined;
  const inside = offset - starts.get(statement.tree)!.offset;
  const leaf = CstUtils.findLeafNodeAtOffset(root, inside);
  const call = leaf && callAt(leaf.astNode, inside);
  const builtin = call?.name ? findBuiltin(call.name) : undefined;
  if (!call || !builtin) return undefined;
  const values = new Map<string, Expression>();
  call.arguments.forEach(({ name: given, value }, index) => {
    const name = given ?? builtin.parameters[index]?.name;
    if (name !== undefined && value) values.set(name, value);
  });
  return values;
}

/** The call that begins at an offset. */
function callAt(node: AstNode | undefined, offset: number): Call | undefined {
  for (let current = node; current && current.$cstNode?.offset === offset; current = current.$container) {
    if (isCall(current)) return current;
  }
  return undefined;
}

export interface BlockDeclaration {
  readonly name: string;
  readonly nameRange: Range;
  /** As written: `Bottleneck(mid, stride=1, skip=identity)`. */
  readonly signature: string;
  /** Each as written: `mid`, `stride=1`. */
  readonly parameters: readonly string[];
  /** The comment above it; '' without one. */
  readonly documentation: string;
}

/** The blocks that a file declares itself. */
export function declaredBlocks(file: ParsedFile): BlockDeclaration[] {
  return itemsOf(file)
    .filter(isBlock)
    .filter(({ name }) => name)
    .map((block) => ({
      name: block.name,
      nameRange: declarationRange(block, file, 'block'),
      signature: signatureOf(block),
      parameters: parametersOf(block),
      documentation: documentationAbove(block),
    }));
}

/** The files that a file imports itself, as far as they are found. */
export function filesImported(file: ParsedFile, importer: Importer): ImportedFile[] {
  return itemsOf(file)
    .filter(isImport)
    .flatMap(({ path }) => {
      const found = findImported(path, undefined, importer);
      return found?.parsed ? [found] : [];
    });
}

function signatureOf(block: Block): string {
  const listed = parametersOf(block);
  return listed.length === 0 ? block.name : `${block.name}(${listed.join(', ')})`;
}

function parametersOf({ parameters }: Block): string[] {
  return parameters.map((parameter) => parameter.$cstNode?.text ?? parameter.name);
}
