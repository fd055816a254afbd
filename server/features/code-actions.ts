// Quick fixes: each diagnostic's own fixes, tried before they are offered.
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { overlaps, verifyFixes } from '../../language/index.js';
import { collectDiagnostics } from '../diagnostics/collect-diagnostics.js';
import { toLspDiagnostic } from '../diagnostics/to-lsp-diagnostic.js';
import type { Feature } from './feature.js';

export const codeActions: Feature<CodeActionParams, CodeAction[]> = {
  method: 'textDocument/codeAction',
  capability: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  handle(snapshot, { range }) {
    const { document } = snapshot.file;
    const { uri } = document;
    const tryText = (text: string) => collectDiagnostics(snapshot.analyseSpeculatively(text), snapshot);
    return collectDiagnostics(snapshot.analysis, snapshot)
      .filter((diagnostic) => overlaps(diagnostic.range, range))
      .flatMap((diagnostic) => {
        const fixes = verifyFixes(diagnostic, document.getText(), tryText);
        return fixes.map((fix) => ({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [toLspDiagnostic(diagnostic, uri)],
          // A diagnostic's only fix can be applied without asking which.
          isPreferred: fixes.length === 1,
          edit: { changes: { [uri]: fix.edits.map((edit) => ({ range: edit.range, newText: edit.newText })) } },
        }));
      });
  },
};
