// Wires the requests of an editor to their answers; the same on Node and in a browser's worker.
import {
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { codeActionsOf } from './code-actions.js';
import { codeLensesOf } from './code-lens.js';
import { compile, readCompileParams, refuse } from './compile.js';
import { diagnosticsOf } from './diagnostics.js';
import { ask, followDocuments, onRead } from './documents.js';
import { hoverOf } from './hover.js';
import { hintTooltip, hintUri, inlayHintsOf } from './inlay-hints.js';
import { createServices } from './module.js';
import type { CompileMethod, CompileResult } from './protocol.js';
import { Publisher } from './publisher.js';
import { defaultSettings, followSettings } from './settings.js';

const compileMethod: CompileMethod = 'receptive/compile';

const initializeResult: InitializeResult = {
  serverInfo: { name: 'Receptive' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    inlayHintProvider: { resolveProvider: true },
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: ['quickfix'] },
  },
};

/** Serves one connection until it closes. */
export function startServer(connection: Connection): void {
  const shared = createServices(connection);
  const { TextDocuments } = shared.workspace;
  let settings = defaultSettings;
  let capabilities: ClientCapabilities = {};

  const failed = (error: unknown) => connection.console.error(`The CNN language server went wrong: ${error}`);
  const problemsOf = (uri: string) =>
    ask(shared, uri, (analysis, { textDocument: { version } }) => ({
      uri,
      version,
      diagnostics: diagnosticsOf(analysis, uri),
    }));
  const publisher = new Publisher(problemsOf, (params) => connection.sendDiagnostics(params), failed);
  onRead(shared, (uri) => publisher.schedule(uri));
  followDocuments(shared, failed);
  TextDocuments.onDidClose(({ document }) => publisher.close(document.uri));

  connection.onInitialize((params) => {
    capabilities = params.capabilities;
    return initializeResult;
  });
  connection.onInitialized(() =>
    followSettings(connection, capabilities, (changed) => {
      settings = changed;
      if (capabilities.workspace?.inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(failed);
    }),
  );
  connection.onHover(({ textDocument: { uri }, position }) =>
    ask(shared, uri, (analysis, document) => hoverOf(analysis, document.textDocument, position)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    ask(shared, uri, (analysis) => inlayHintsOf(analysis, uri, range, settings)),
  );
  connection.languages.inlayHint.resolve(async (hint) => {
    const tooltip = await ask(shared, hintUri(hint), (analysis, document) =>
      hintTooltip(analysis, document.textDocument, hint),
    );
    return tooltip ? { ...hint, tooltip } : hint;
  });
  connection.onCodeLens(({ textDocument: { uri } }) => ask(shared, uri, (analysis) => codeLensesOf(analysis, uri)));
  connection.onCodeAction(({ textDocument: { uri }, range }) =>
    ask(shared, uri, (analysis) => codeActionsOf(analysis, uri, range)),
  );
  connection.onRequest(compileMethod, async (params: unknown): Promise<CompileResult> => {
    const place = readCompileParams(params);
    if (!place) return refuse(0, 'the editor asked for a network without saying where.');
    const result = await ask(shared, place.uri, (analysis) => compile(analysis, place.position));
    return result ?? refuse(0, 'the file is not open in the editor.');
  });

  TextDocuments.listen(connection);
  connection.listen();
}
