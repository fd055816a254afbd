// Wires the requests of an editor to their answers; the same on Node and in a browser's worker.
import {
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { readSeenAdapter } from '../runtime/backends/webgpu/tuning/last-adapter.js';
import { codeActionsOf } from './features/code-actions.js';
import { codeLensesOf } from './features/code-lens.js';
import { compile, readCompileParams, refuse } from './features/compile.js';
import { completionsOf } from './features/completion/completion.js';
import { builtinsDocument, builtinsScheme, definitionOf } from './features/definition.js';
import { shownDiagnostics, toProtocolDiagnostics } from './features/diagnostics.js';
import { hoverOf } from './features/hover/hover.js';
import { hintTooltip, hintUri, inlayHintsOf } from './features/inlay-hints/inlay-hints.js';
import { paddingHintsOf } from './features/inlay-hints/padding-hints.js';
import { signatureHelpOf } from './features/signature-help.js';
import type { AdapterSeenMethod, CompileMethod, CompileResult, InitializationOptions } from './protocol.js';
import { followDocuments } from './workspace/documents.js';
import type { ReadSource } from './workspace/imports.js';
import { createPlanner } from './workspace/planned-memory.js';
import { Publisher } from './workspace/publisher.js';
import { defaultSettings, followSettings } from './workspace/settings.js';

const compileMethod: CompileMethod = 'receptive/compile';
const adapterSeenMethod: AdapterSeenMethod = 'receptive/adapterSeen';

const initializeResult: InitializeResult = {
  serverInfo: { name: 'Receptive' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['(', '>', '='] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    definitionProvider: true,
    workspace: { textDocumentContent: { schemes: [builtinsScheme] } },
    inlayHintProvider: { resolveProvider: true },
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: ['quickfix'] },
  },
};

/** Serves one connection until it closes. `readSource` finds imported files that are not open. */
export function startServer(connection: Connection, readSource: ReadSource): void {
  let settings = defaultSettings;
  let planner = createPlanner();
  let capabilities: ClientCapabilities = {};

  const failed = (error: unknown) => connection.console.error(`The CNN language server went wrong: ${error}`);
  const refreshHints = () => {
    if (capabilities.workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(failed);
  };
  /** What is shown of every file rests on more than its text. The hints' tooltips have figures of memory. */
  const refreshAll = () => {
    for (const uri of all()) publisher.schedule(uri);
    refreshHints();
  };
  const { ask, all, filesChanged } = followDocuments(connection, readSource, {
    changed(uri, why) {
      publisher.schedule(uri);
      // An editor asks for the hints of what was edited by itself.
      if (why === 'import') refreshHints();
    },
    closed: (uri) => publisher.close(uri),
  });
  const diagnosticsOf = (uri: string) =>
    ask(uri, (analysis, { document: { version } }) => ({
      uri,
      version,
      diagnostics: toProtocolDiagnostics(shownDiagnostics(analysis, settings, planner), uri),
    }));
  const publisher = new Publisher(diagnosticsOf, (params) => connection.sendDiagnostics(params), failed);

  connection.onInitialize((params) => {
    capabilities = params.capabilities;
    const { adapter } = (params.initializationOptions ?? {}) as { [K in keyof InitializationOptions]: unknown };
    planner = createPlanner(readSeenAdapter(adapter));
    return initializeResult;
  });
  connection.onInitialized(() =>
    followSettings(connection, capabilities, (changed) => {
      settings = changed;
      refreshAll();
    }),
  );
  connection.onNotification(adapterSeenMethod, (params: unknown) => {
    const adapter = readSeenAdapter(params);
    if (!adapter) return connection.console.warn('The editor told of an adapter in a form that is not known here.');
    if (JSON.stringify(adapter) === JSON.stringify(planner.adapter)) return;
    planner = createPlanner(adapter);
    refreshAll();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => filesChanged(changes.map(({ uri }) => uri)));
  connection.onHover(({ textDocument: { uri }, position }) =>
    ask(uri, (analysis, file, importer) => hoverOf(analysis, file, position, importer, planner)),
  );
  connection.onCompletion(({ textDocument: { uri }, position }) => {
    const snippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport ?? false;
    return ask(uri, (_, document, importer) => completionsOf(document, position, importer, snippets));
  });
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    ask(uri, (_, document, importer) => signatureHelpOf(document, position, importer)),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    ask(uri, (analysis, document, importer) => definitionOf(analysis, document, position, importer)),
  );
  connection.workspace.textDocumentContent.on(({ uri }) => builtinsDocument(uri));
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    ask(uri, (analysis, file) => [
      ...inlayHintsOf(analysis, uri, range, settings),
      ...(settings.padding ? paddingHintsOf(analysis, file, uri, range) : []),
    ]),
  );
  connection.languages.inlayHint.resolve(async (hint) => {
    const tooltip = await ask(hintUri(hint), (analysis, file, importer) =>
      hintTooltip(analysis, file, hint, importer, planner),
    );
    return tooltip ? { ...hint, tooltip } : hint;
  });
  connection.onCodeLens(({ textDocument: { uri } }) => ask(uri, (analysis) => codeLensesOf(analysis, uri)));
  connection.onCodeAction(({ textDocument: { uri }, range }) =>
    ask(uri, (analysis, file, importer) =>
      codeActionsOf(shownDiagnostics(analysis, settings, planner), file.document, range, (text) =>
        shownDiagnostics(file.wouldMean(text, importer), settings, planner),
      ),
    ),
  );
  connection.onRequest(compileMethod, async (params: unknown): Promise<CompileResult> => {
    const place = readCompileParams(params);
    if (!place) return refuse(0, 'the editor asked for a network without saying where.');
    const result = await ask(place.uri, (analysis) => compile(analysis, place.position, planner));
    return result ?? refuse(0, 'the file is not open in the editor.');
  });

  connection.listen();
}
