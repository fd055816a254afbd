// Quick fixes: what a problem itself knows to do about it.
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import type { Analysis } from '../language/index.js';
import { toDiagnostic } from './diagnostics.js';
import { overlaps } from './places.js';

/** The fixes of every problem that touches the range; a problem's only fix is the preferred one. */
export function codeActionsOf(analysis: Analysis, uri: string, range: Range): CodeAction[] {
  return analysis.problems
    .filter((problem) => overlaps(problem.range, range))
    .flatMap((problem) =>
      problem.fixes.map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem, uri)],
        isPreferred: problem.fixes.length === 1,
        edit: { changes: { [uri]: fix.edits.map(({ range, newText }) => ({ range, newText })) } },
      })),
    );
}
