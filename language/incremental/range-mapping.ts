// Maps ranges to where they lie after an edit elsewhere in the file: an unchanged statement only starts at another
// position, and all its ranges shift with it.
import { linesBeforeFirstItem, type SyntaxNode, treeOf } from '../syntax/nodes.js';
import type { StatementStart } from '../syntax/parsed-file.js';
import type { StatementStarts } from '../syntax/ranges.js';
import { isBefore, type Position, type Range } from '../text/range.js';
import type { RecordedStep } from './recorded-step.js';

/** A statement, identified by its tree, and where its text starts. */
export interface StatementAnchor {
  readonly tree: SyntaxNode;
  readonly start: StatementStart;
}

/** The statements that contain some nodes, in the order of the text. */
export function anchorStatements(nodes: readonly SyntaxNode[], { starts }: StatementStarts): StatementAnchor[] {
  const anchors = Array.from(new Set(nodes.map(treeOf)), (tree) => ({ tree, start: starts.get(tree)! }));
  return anchors.sort((a, b) => a.start.offset - b.start.offset);
}

/** The same statements at their positions in `file`, which contains all of them. */
export function reanchor(anchors: readonly StatementAnchor[], { starts }: StatementStarts): StatementAnchor[] {
  return anchors.map(({ tree }) => ({ tree, start: starts.get(tree)! }));
}

/** Whether every range in the statements is the same at both anchors; `b` is parallel to `a`. */
export function sameAnchors(a: readonly StatementAnchor[], b: readonly StatementAnchor[]): boolean {
  return a.every(({ tree, start }, index) => {
    const now = b[index].start;
    return now.line === start.line && (now.character === start.character || startsBelow(tree));
  });
}

/** Whether a statement's first word is on a later line than its text, which then starts behind another statement. */
function startsBelow(tree: SyntaxNode): boolean {
  return (linesBeforeFirstItem(tree) ?? 0) > 0;
}

/** Maps ranges from the statements at `from` to the same statements at `to`, a parallel list. */
export class RangeMapping {
  /** Equal objects in, equal objects out: layers of one call share their range. */
  private readonly mapped = new Map<Range, Range>();

  constructor(
    private readonly from: readonly StatementAnchor[],
    private readonly to: readonly StatementAnchor[],
  ) {}

  mapRange(range: Range): Range {
    const known = this.mapped.get(range);
    if (known) return known;
    const mapped = this.compute(range);
    this.mapped.set(range, mapped);
    return mapped;
  }

  mapDiagnostics({ diagnostics, errors, spent }: RecordedStep): RecordedStep {
    const mapped = diagnostics.map((diagnostic) => ({
      ...diagnostic,
      range: this.mapRange(diagnostic.range),
      related: diagnostic.related.map((place) => ({ ...place, range: this.mapRange(place.range) })),
      fixes: diagnostic.fixes.map((fix) => ({
        ...fix,
        edits: fix.edits.map((edit) => ({ ...edit, range: this.mapRange(edit.range) })),
      })),
    }));
    return { diagnostics: mapped, errors, spent };
  }

  private compute(range: Range): Range {
    const { start, end } = range;
    // An empty range between two statements belongs to the end of the first: a statement starts with a word.
    const empty = start.line === end.line && start.character === end.character;
    const index = this.from.findLastIndex((anchor) =>
      empty ? isBefore(anchor.start, start) : !isBefore(start, anchor.start),
    );
    if (index < 0) return range;
    const [before, now] = [this.from[index].start, this.to[index].start];
    const shift = ({ line, character }: Position): Position => ({
      line: line - before.line + now.line,
      character: line === before.line ? character - before.character + now.character : character,
    });
    return { start: shift(start), end: shift(end) };
  }
}
