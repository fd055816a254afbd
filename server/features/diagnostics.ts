// The diagnostics of a file, pushed to the editor while it is typed: workspace/publisher.ts decides when.
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Diagnostic } from '../../language/index.js';
import type { Interruptible } from '../../model/interruptible.js';
import { collectDiagnostics, withoutMemory } from '../diagnostics/collect-diagnostics.js';
import { toLspDiagnostic } from '../diagnostics/to-lsp-diagnostic.js';
import type { Snapshot } from '../workspace/snapshot.js';
import type { LongFeature } from './feature.js';

export const diagnostics = {
  method: 'textDocument/publishDiagnostics',
  capability: {},
  *compute(snapshot: Snapshot): Interruptible<PublishDiagnosticsParams> {
    return publish(snapshot, yield* collectDiagnostics(snapshot.analysis, snapshot));
  },
  answerMeanwhile: (snapshot: Snapshot) => publish(snapshot, withoutMemory(snapshot.analysis, snapshot)),
} satisfies LongFeature<void, PublishDiagnosticsParams>;

function publish({ file }: Snapshot, shown: readonly Diagnostic[]): PublishDiagnosticsParams {
  const { uri, version } = file.document;
  return { uri, version, diagnostics: shown.map((diagnostic) => toLspDiagnostic(diagnostic, uri)) };
}
