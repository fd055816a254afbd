// Quick fixes: each diagnostic's own fixes, tried before they are offered.
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import {
  type Analysis,
  Attachment,
  type Diagnostic,
  type Fix,
  overlaps,
  readAllowances,
  verifyFixes,
} from '../../language/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { collectDiagnostics } from '../diagnostics/collect-diagnostics.js';
import { toLspDiagnostic } from '../diagnostics/to-lsp-diagnostic.js';
import type { Planner } from '../workspace/planner.js';
import type { Settings } from '../workspace/settings.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { LongFeature } from './feature.js';

export const codeActions: LongFeature<CodeActionParams, CodeAction[]> = {
  method: 'textDocument/codeAction',
  capability: { codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] } },
  *compute(snapshot, { range }) {
    const { uri } = snapshot.file.document;
    const diagnostics = yield* collectDiagnostics(snapshot.analysis, snapshot);
    const actions: CodeAction[] = [];
    for (const [index, diagnostic] of diagnostics.entries()) {
      if (!overlaps(diagnostic.range, range)) continue;
      const fixes = diagnostic.fixes.length === 0 ? [] : yield* verifyOnce(snapshot, diagnostics, index);
      for (const fix of fixes) {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [toLspDiagnostic(diagnostic, uri)],
          // A diagnostic's only fix can be applied without asking which.
          isPreferred: fixes.length === 1,
          edit: { changes: { [uri]: fix.edits.map((edit) => ({ range: edit.range, newText: edit.newText })) } },
        });
      }
      if (diagnostic.severity === 'error') continue;
      actions.push({
        title: `Allow ${diagnostic.code} in this file`,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toLspDiagnostic(diagnostic, uri)],
        edit: { changes: { [uri]: [allowInFile(snapshot.file.document.getText(), diagnostic.code)] } },
      });
    }
    return actions;
  },
};

/** Adds a code to the file's last `// cnn: allow` comment, or such a comment above the text. */
function allowInFile(text: string, code: string): TextEdit {
  const last = readAllowances(text).at(-1);
  if (last) return { range: { start: last.range.end, end: last.range.end }, newText: `, ${code}` };
  const top = { line: 0, character: 0 };
  // A blank line keeps it apart from a comment that documents what follows.
  const end = /^\s*\/[/*]/.test(text) ? '\n\n' : '\n';
  return { range: { start: top, end: top }, newText: `// cnn: allow ${code}${end}` };
}

/** The verified fixes of a version, by the index of their diagnostic; an editor asks with every move of the cursor. */
interface VerifiedFixes {
  readonly settings: Settings;
  readonly planner: Planner;
  readonly byDiagnostic: Map<number, readonly Fix[]>;
}

const cache = new Attachment<Analysis, VerifiedFixes>();

function* verifyOnce(
  snapshot: Snapshot,
  diagnostics: readonly Diagnostic[],
  index: number,
): Interruptible<readonly Fix[]> {
  const { analysis, settings, planner, file } = snapshot;
  let cached = cache.get(analysis);
  if (cached?.settings !== settings || cached.planner !== planner) {
    cached = { settings, planner, byDiagnostic: new Map() };
    cache.set(analysis, cached);
  }
  const known = cached.byDiagnostic.get(index);
  if (known) return known;
  const analyse = (text: string) => collectDiagnostics(snapshot.analyseSpeculatively(text), snapshot);
  const fixes = yield* verifyFixes(diagnostics[index], { text: file.document.getText(), diagnostics }, analyse);
  cached.byDiagnostic.set(index, fixes);
  return fixes;
}
