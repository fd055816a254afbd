// Quick fixes: what a problem itself knows to do about it, tried before it is offered.
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { type Problem, verifiedFixes } from '../../language/index.js';
import { toDiagnostic } from './diagnostics.js';
import { overlaps } from './places.js';

/**
 * The fixes that mend one of the document's problems which touches the range; a problem's only fix is the preferred
 * one. `read` gives the problems of the document's text with an edit made.
 */
export function codeActionsOf(
  problems: readonly Problem[],
  document: { readonly uri: string; getText(): string },
  range: Range,
  read: (text: string) => readonly Problem[],
): CodeAction[] {
  const { uri } = document;
  return problems
    .filter((problem) => overlaps(problem.range, range))
    .flatMap((problem) => {
      const fixes = verifiedFixes(problem, document.getText(), read);
      return fixes.map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem, uri)],
        isPreferred: fixes.length === 1,
        edit: { changes: { [uri]: fix.edits.map(({ range, newText }) => ({ range, newText })) } },
      }));
    });
}
