// An editor for tests: a client of the Language Server Protocol that records what the server publishes.
import {
  type CodeAction,
  type CodeLens,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Logger,
  type MessageReader,
  type MessageWriter,
  type Position,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { CompileResult } from '../../../server/protocol.js';

const logger: Logger = {
  error: (message) => console.error(message),
  warn: (message) => console.warn(message),
  info: () => {},
  log: () => {},
};

/** Milliseconds after which a request counts as dead. How fast it is answered is measured by `bench:protocol`. */
const answerWithin = 60_000;

export class Session {
  /** Everything the server published, newest last. */
  readonly published: PublishDiagnosticsParams[] = [];
  private readonly connection;
  private readonly versions = new Map<string, number>();
  private settings: unknown = {};
  /** How often the server asked for the inlay hints to be refreshed. */
  hintRefreshes = 0;

  constructor(reader: MessageReader, writer: MessageWriter) {
    this.connection = createProtocolConnection(reader, writer, logger);
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
    });
    this.connection.onRequest('workspace/configuration', () => [this.settings]);
    this.connection.onRequest('workspace/inlayHint/refresh', () => {
      this.hintRefreshes++;
      return null;
    });
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  async initialize(initializationOptions?: unknown): Promise<InitializeResult> {
    const workspace = { configuration: true, inlayHint: { refreshSupport: true } };
    const params = { processId: null, rootUri: null, capabilities: { workspace }, initializationOptions };
    const result = await this.request<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  async configure(settings: unknown): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  /** Opens a document, or replaces the whole text of an open one. */
  async write(uri: string, text: string): Promise<void> {
    const before = this.versions.get(uri);
    const version = (before ?? 0) + 1;
    this.versions.set(uri, version);
    if (before === undefined) {
      const textDocument = { uri, languageId: 'cnn', version, text };
      await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    } else {
      const textDocument = { uri, version };
      await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] });
    }
  }

  /** Inserts text at a position, as keystrokes do. */
  async type(uri: string, position: Position, text: string): Promise<void> {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    const contentChanges = [{ range: { start: position, end: position }, text }];
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  async close(uri: string): Promise<void> {
    this.versions.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Reports changed files, as an editor that watches them does. */
  async filesChanged(...uris: string[]): Promise<void> {
    const changes = uris.map((uri) => ({ uri, type: 2 }));
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** Waits for the diagnostics of the newest version. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const version = this.versions.get(uri);
    const found = () => this.published.findLast((params) => params.uri === uri && params.version === version);
    const deadline = Date.now() + answerWithin;
    while (!found()) {
      if (Date.now() > deadline)
        throw new Error(`no diagnostics for version ${version} of ${uri} in ${answerWithin} ms`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return found()!.diagnostics;
  }

  hover(uri: string, position: Position): Promise<Hover | null> {
    return this.request('textDocument/hover', { textDocument: { uri }, position });
  }

  inlayHints(uri: string): Promise<InlayHint[] | null> {
    const range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };
    return this.request('textDocument/inlayHint', { textDocument: { uri }, range });
  }

  resolveHint(hint: InlayHint): Promise<InlayHint> {
    return this.request('inlayHint/resolve', hint);
  }

  codeLenses(uri: string): Promise<CodeLens[] | null> {
    return this.request('textDocument/codeLens', { textDocument: { uri } });
  }

  codeActions(uri: string, diagnostic: Diagnostic): Promise<CodeAction[] | null> {
    const params = { textDocument: { uri }, range: diagnostic.range, context: { diagnostics: [diagnostic] } };
    return this.request('textDocument/codeAction', params);
  }

  compile(uri: string, position: Position): Promise<CompileResult> {
    return this.request('receptive/compile', { uri, position });
  }

  /** Reports the adapter of a training, as our client does. */
  async adapterSeen(adapter: unknown): Promise<void> {
    await this.connection.sendNotification('receptive/adapterSeen', adapter as object);
  }

  /** Any request; rejects when the answer takes too long. */
  async request<R>(method: string, params: unknown, within = answerWithin): Promise<R> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer to ${method} in ${within} ms`)), within);
    });
    try {
      return await Promise.race([this.connection.sendRequest<R>(method, params), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the server as an editor does. */
  async shutdown(): Promise<void> {
    await this.request('shutdown', null);
    await this.connection.sendNotification('exit');
    this.connection.dispose();
  }
}
