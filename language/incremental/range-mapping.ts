// Where places lie after an edit elsewhere in the file: a statement that is kept as it is only begins elsewhere, and
// everything in it moves along.

import type { RecordedDiagnostics } from '../diagnostics/collector.js';
import { linesBeforeFirstItem, type SyntaxNode, treeOf } from '../syntax/nodes.js';
import type { Start } from '../syntax/parsed-file.js';
import type { Places } from '../syntax/ranges.js';
import type { Position, Range } from '../text/range.js';

/** A statement, by its tree, and where it begins. */
export interface Stand {
  readonly tree: SyntaxNode;
  readonly start: Start;
}

/** The statements that nodes are of, in the order of the text. */
export function standsOf(nodes: readonly SyntaxNode[], { starts }: Places): Stand[] {
  const stands = Array.from(new Set(nodes.map(treeOf)), (tree) => ({ tree, start: starts.get(tree)! }));
  return stands.sort((a, b) => a.start.offset - b.start.offset);
}

/** The same statements as they stand in a file that has all of them. */
export function standing(stands: readonly Stand[], { starts }: Places): Stand[] {
  return stands.map(({ tree }) => ({ tree, start: starts.get(tree)! }));
}

/** Whether nothing in any of the statements is elsewhere; `b` is parallel to `a`. */
export function standStill(a: readonly Stand[], b: readonly Stand[]): boolean {
  return a.every(({ tree, start }, index) => {
    const now = b[index].start;
    return now.line === start.line && (now.character === start.character || beginsBelow(tree));
  });
}

/** Whether the line that a statement's text begins on has none of its words, but the end of the statement before. */
function beginsBelow(tree: SyntaxNode): boolean {
  return (linesBeforeFirstItem(tree) ?? 0) > 0;
}

/** Takes ranges in some statements to where these begin now; `to` is parallel to `from`. One range has one answer. */
export class Move {
  private readonly moved = new Map<Range, Range>();

  constructor(
    private readonly from: readonly Stand[],
    private readonly to: readonly Stand[],
  ) {}

  range(range: Range): Range {
    const known = this.moved.get(range);
    if (known) return known;
    const moved = this.moveOf(range);
    this.moved.set(range, moved);
    return moved;
  }

  /** What was said, said of where it is now. */
  said({ reports, errors }: RecordedDiagnostics): RecordedDiagnostics {
    return {
      reports: reports.map(([code, range, message, { related = [], fixes = [] } = {}]) => [
        code,
        this.range(range),
        message,
        {
          related: related.map((place) => ({ ...place, range: this.range(place.range) })),
          fixes: fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, range: this.range(edit.range) })),
          })),
        },
      ]),
      errors,
    };
  }

  private moveOf(range: Range): Range {
    const { start, end } = range;
    // What is empty and stands between two statements is the end of the first: a statement begins with something.
    const empty = start.line === end.line && start.character === end.character;
    const index = this.from.findLastIndex((stand) =>
      empty ? isBefore(stand.start, start) : !isBefore(start, stand.start),
    );
    if (index < 0) return range;
    const [before, now] = [this.from[index].start, this.to[index].start];
    const at = ({ line, character }: Position): Position => ({
      line: line - before.line + now.line,
      character: line === before.line ? character - before.character + now.character : character,
    });
    return { start: at(start), end: at(end) };
  }
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
