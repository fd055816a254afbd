// Quick fixes: what a problem itself knows to do about it, tried before it is offered.
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { type Analysis, type Problem, verifiedFixes } from '../language/index.js';
import { problemsShown, toDiagnostic } from './diagnostics.js';
import { overlaps } from './places.js';
import type { Settings } from './settings.js';

/**
 * The fixes that mend a problem which touches the range; a problem's only fix is the preferred one. `read` gives the
 * problems of the document's text with an edit made.
 */
export function codeActionsOf(
  analysis: Analysis,
  document: { readonly uri: string; getText(): string },
  range: Range,
  settings: Settings,
  read: (text: string) => readonly Problem[],
): CodeAction[] {
  const { uri } = document;
  return problemsShown(analysis, settings)
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
