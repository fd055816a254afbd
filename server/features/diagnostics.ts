// The diagnostics of a file, pushed to the editor while it is typed: workspace/publisher.ts decides when.
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { collectDiagnostics } from '../diagnostics/collect-diagnostics.js';
import { toLspDiagnostic } from '../diagnostics/to-lsp-diagnostic.js';
import type { Feature } from './feature.js';

export const diagnostics: Feature<void, PublishDiagnosticsParams> = {
  method: 'textDocument/publishDiagnostics',
  capability: {},
  handle(snapshot) {
    const { uri, version } = snapshot.file.document;
    const shown = collectDiagnostics(snapshot.analysis, snapshot);
    return { uri, version, diagnostics: shown.map((diagnostic) => toLspDiagnostic(diagnostic, uri)) };
  },
};
