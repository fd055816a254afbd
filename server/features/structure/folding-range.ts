// Folds what spans several lines: bodies, brackets, comments, and what `// #region` and `// #endregion` enclose.
import { type FoldingRange, FoldingRangeKind, type FoldingRangeParams } from 'vscode-languageserver';
import { readNesting } from '../../../language/index.js';
import type { Feature } from '../feature.js';

const regionStart = /^\/\/\s*#region\b/;
const regionEnd = /^\/\/\s*#endregion\b/;

export const foldingRange: Feature<FoldingRangeParams, FoldingRange[]> = {
  method: 'textDocument/foldingRange',
  servesLastGood: true,
  capability: { foldingRangeProvider: true },
  handle({ file: { document } }) {
    const text = document.getText();
    const lineAt = (offset: number) => document.positionAt(offset).line;
    const { brackets, comments } = readNesting(text);
    const lines = comments.map(({ offset, end }) => ({
      startLine: lineAt(offset),
      endLine: lineAt(end),
      text: text.slice(offset, end),
    }));
    // The closing bracket stays in sight. Of two brackets in one line the outer one folds.
    const bodies = brackets
      .map(({ offset, end }) => ({ startLine: lineAt(offset), endLine: lineAt(end) - 1 }))
      .filter(({ startLine, endLine }) => endLine > startLine);
    const byLine = new Map(bodies.map((body) => [body.startLine, body]));
    return [...byLine.values(), ...foldComments(lines), ...foldRegions(lines)].sort(
      (a, b) => a.startLine - b.startLine,
    );
  },
};

interface CommentLines {
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

/** Comments of several lines, and comments on lines that follow each other. */
function foldComments(comments: readonly CommentLines[]): FoldingRange[] {
  const runs: { startLine: number; endLine: number }[] = [];
  for (const { startLine, endLine, text } of comments) {
    if (regionStart.test(text) || regionEnd.test(text)) continue;
    const last = runs.at(-1);
    if (last && startLine === last.endLine + 1) last.endLine = endLine;
    else runs.push({ startLine, endLine });
  }
  return runs
    .filter(({ startLine, endLine }) => endLine > startLine)
    .map((run) => ({ ...run, kind: FoldingRangeKind.Comment }));
}

function foldRegions(comments: readonly CommentLines[]): FoldingRange[] {
  const open: number[] = [];
  const regions: FoldingRange[] = [];
  for (const { startLine, text } of comments) {
    if (regionStart.test(text)) open.push(startLine);
    else if (regionEnd.test(text) && open.length > 0) {
      regions.push({ startLine: open.pop()!, endLine: startLine, kind: FoldingRangeKind.Region });
    }
  }
  return regions;
}
