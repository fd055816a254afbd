// The parts of a file that do not parse, and what depends on them: names that they may declare, blocks whose result is
// not known. What depends on damage is not reported, because the mistake has its own message.
import type { Item } from '../syntax/generated/ast.js';
import { endOffset, findOffsets, type SyntaxNode, treeOf } from '../syntax/nodes.js';
import type { ParsedStatement } from '../syntax/parsed-file.js';
import { LineIndex } from '../text/lines.js';
import { findUnclosedBracket, withoutComments } from './syntax-typos.js';

const keywords = /^(?:block|network|train|defaults|import|builtin|assert)$/;

/** Characters of a header that are searched for names: each unknown name costs a search. */
const maximalHeader = 1000;

/** The part of a statement from the line of its first syntax error to its end. */
export interface DamagedStatement {
  readonly statement: ParsedStatement;
  /** Offsets in the statement. */
  readonly start: number;
  readonly end: number;
}

export class Damage {
  /** The headers of damaged declarations without spaces and signs: a sign splits a name, a missing one joins two. */
  private readonly headers: string[] = [];
  /** A damaged statement or an import that was not found declares names that cannot be read. */
  namesUnknown = false;
  /** Damaged text may have set defaults of layers, so that no shape is certain. */
  shapesUnknown = false;
  private readonly byTree = new Map<SyntaxNode, DamagedStatement>();

  constructor(statements: readonly ParsedStatement[] = []) {
    for (const statement of statements) {
      const damaged = findDamage(statement);
      if (!damaged) continue;
      this.byTree.set(statement.tree, damaged);
      this.readHeader(damaged);
    }
  }

  /** Whether the whole file parses, and all it imports was found. */
  get isNone(): boolean {
    return this.byTree.size === 0 && !this.namesUnknown;
  }

  get statements(): Iterable<DamagedStatement> {
    return this.byTree.values();
  }

  /** Distinguishes what networks outside the damaged statements depend on. */
  get key(): string {
    return `${this.headers.join(' ')}|${this.namesUnknown}|${this.shapesUnknown}`;
  }

  /** Whether damaged text may declare a name. */
  declares(name: string): boolean {
    return name.length > 1 && this.headers.some((header) => header.includes(name));
  }

  /** The names of an imported file that does not parse. */
  addImported(other: Damage): void {
    this.headers.push(...other.headers);
    this.namesUnknown ||= other.namesUnknown;
  }

  /** Whether an item is in a statement that does not parse, so that its layers may not be those meant. */
  isDamaged(item: Item): boolean {
    return this.byTree.has(treeOf(item));
  }

  /** Whether a node is in the part of a statement that does not parse. */
  isInDamage(node: SyntaxNode): boolean {
    const damaged = this.byTree.get(treeOf(node));
    return damaged !== undefined && (endOffset(node) ?? Number.POSITIVE_INFINITY) > damaged.start;
  }

  /** Whether an item's parameters are not certain either: the damage begins before its body. */
  hasDamagedHeader(item: Item): boolean {
    const damaged = this.byTree.get(treeOf(item));
    const extent = findOffsets(item);
    if (!damaged || !extent) return false;
    const brace = damaged.statement.text.indexOf('{', extent.start);
    return brace === -1 || damaged.start <= brace;
  }

  private readHeader({ statement, start, end }: DamagedStatement): void {
    const { text, tree } = statement;
    // Damage in a body that was read up to there leaves its declaration known.
    const extents = tree.items.map((item) => ({ item, extent: findOffsets(item) }));
    const around = extents.find(({ extent }) => extent && extent.start < start && start < extent.end);
    const from = around?.extent?.start ?? start;
    const brace = text.indexOf('{', from);
    if (around && 'name' in around.item && around.item.name && brace !== -1 && brace < start) return;
    const header = withoutComments(text.slice(from, brace === -1 ? end : brace)).slice(0, maximalHeader);
    if (/^\s*train\b/.test(header)) return;
    this.headers.push(header.replace(/\W/g, ''));
    const name = header
      .split('(')[0]
      .match(/[A-Za-z_]\w*/g)
      ?.find((word) => !keywords.test(word));
    if (name === undefined) this.namesUnknown = true;
    if (!/\b(?:block|network)/.test(header)) this.shapesUnknown = true;
  }
}

/** Where a statement's damage begins; undefined for one that parses. */
function findDamage(statement: ParsedStatement): DamagedStatement | undefined {
  const { text, lexerErrors, parserErrors } = statement;
  if (lexerErrors.length === 0 && parserErrors.length === 0) return undefined;
  let first = Math.min(text.length, lexerErrors[0]?.offset ?? text.length);
  const [error] = parserErrors;
  if (error) {
    // At the end of the text the offset is NaN or -1.
    const stopped = error.token.startOffset >= 0 ? error.token.startOffset : text.length;
    first = Math.min(first, findUnclosedBracket(text, stopped)?.offset ?? stopped);
  }
  const start = new LineIndex(text).starts.findLast((each) => each <= first)!;
  return { statement, start, end: text.length };
}
