// Quick fixes: what a diagnostic itself knows to do about it, tried before it is offered.
import { type CodeAction, CodeActionKind, type Range } from 'vscode-languageserver';
import { type Diagnostic, verifyFixes } from '../../language/index.js';
import { toProtocolDiagnostic } from './diagnostics.js';
import { overlaps } from './places.js';

/**
 * The fixes that mend one of the document's diagnostics which touches the range; a diagnostic's only fix is the preferred
 * one. `read` gives the diagnostics of the document's text with an edit made.
 */
export function codeActionsOf(
  diagnostics: readonly Diagnostic[],
  document: { readonly uri: string; getText(): string },
  range: Range,
  read: (text: string) => readonly Diagnostic[],
): CodeAction[] {
  const { uri } = document;
  return diagnostics
    .filter((diagnostic) => overlaps(diagnostic.range, range))
    .flatMap((diagnostic) => {
      const fixes = verifyFixes(diagnostic, document.getText(), read);
      return fixes.map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toProtocolDiagnostic(diagnostic, uri)],
        isPreferred: fixes.length === 1,
        edit: { changes: { [uri]: fix.edits.map(({ range, newText }) => ({ range, newText })) } },
      }));
    });
}
