// The panel that trains: a webview beside the editor. It asks the server for the network, hands it to the page, and
// does what the page asks. Closing it ends the training, since the page does the work.
import { Disposable, Selection, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { CompileParams, CompileResult } from '../../../server/protocol.js';
import {
  type HostMessage,
  parsePageMessage,
  type Remembered,
  type SeenAdapter,
  type TuningRequest,
} from '../../webview/messages/messages.js';
import { moveWithEdit, type Place } from '../tracked-place.js';
import { createDataServer, type DataRequest } from './data-server.js';
import { trainingPage } from './training-page.js';

/** What outlives a panel: kept for the next one. */
export interface TrainingMemory {
  /** A training was given this adapter. */
  keepAdapter(adapter: SeenAdapter): void;
  /** What the user wants measured, and what was. */
  tuning(): TuningRequest;
  /** All choices by shape for the adapter of this identity. */
  keepKernels(adapter: string, choices: Remembered[string]): void;
}

export class TrainingPanel {
  readonly #panel: WebviewPanel;
  readonly #disposables: Disposable[] = [];
  #place: Place | undefined;
  /** What the page has to know; told again when it (re)loads. */
  #message: HostMessage = { type: 'compiling' };
  #pageListens = false;
  /** Reads the files of the job that the page trains. */
  #data: ReturnType<typeof createDataServer> | undefined;
  /** Counts the compilations, so that a slow one's answer does not replace a later one's. */
  #compilation = 0;

  constructor(
    extension: Uri,
    private readonly compile: (params: CompileParams) => Thenable<CompileResult>,
    private readonly memory: TrainingMemory,
    onDidDispose: () => void,
  ) {
    const dist = Uri.joinPath(extension, 'dist');
    this.#panel = window.createWebviewPanel(
      'cnn.training',
      'Training',
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      // The page holds the GPU's memory and the running training; neither can be saved and taken up again, so a hidden
      // panel keeps its page. That costs the page's memory, and only while the panel is open.
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [dist] },
    );
    this.#panel.iconPath = {
      light: Uri.joinPath(extension, 'icons', 'cnn-light.svg'),
      dark: Uri.joinPath(extension, 'icons', 'cnn-dark.svg'),
    };
    const { webview } = this.#panel;
    this.#disposables.push(
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (!this.#place || document.uri.toString() !== this.#place.uri.toString()) return;
        this.#place = { uri: this.#place.uri, position: contentChanges.reduce(moveWithEdit, this.#place.position) };
      }),
      this.#panel.onDidDispose(() => {
        this.#compilation++;
        Disposable.from(...this.#disposables).dispose();
        onDidDispose();
      }),
    );
    const url = (...path: string[]) => webview.asWebviewUri(Uri.joinPath(dist, ...path)).toString();
    webview.html = trainingPage({
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      script: url('webview', 'train.js'),
      style: url('webview', 'train.css'),
      worker: url('webview', 'training-worker.js'),
      files: `${url()}/`,
    });
  }

  /** Compiles the network at the place and trains it; resolves when the page was told. */
  async train(place: Place): Promise<void> {
    this.#place = place;
    this.#panel.reveal(undefined, true);
    await this.restart();
  }

  /** Compiles the network anew, as the file is now, and trains it. */
  async restart(): Promise<void> {
    const place = this.#place;
    if (!place) return;
    const compilation = ++this.#compilation;
    this.#tell({ type: 'compiling' });
    const message = await this.#messageFor(place);
    if (compilation !== this.#compilation) return;
    this.#data = message.type === 'train' ? this.#dataServer(place, message.job.data) : undefined;
    this.#tell(message);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #messageFor({ uri, position }: Place): Promise<HostMessage> {
    try {
      // Opened, so that the server knows the text: the file's tab may have been closed since.
      await workspace.openTextDocument(uri);
      const result = await this.compile({ uri: uri.toString(), position });
      if (result.kind === 'ready') {
        const { graph, job, trainingBytes: bytes, lines } = result;
        return { type: 'train', graph, job, bytes, lines, tuning: this.memory.tuning() };
      }
      const file = uri.path.split('/').at(-1) ?? uri.path;
      return { type: 'errors', file, errors: result.errors.slice(0, 1_000) };
    } catch (error) {
      return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #dataServer({ uri }: Place, data: object) {
    const folder = Uri.joinPath(uri, '..');
    return createDataServer('path' in data && typeof data.path === 'string' ? data.path : undefined, {
      fs: workspace.fs,
      resolve: uri.scheme === 'untitled' ? undefined : (path) => Uri.joinPath(folder, path),
      trusted: () => workspace.isTrusted,
      post: (message) => void this.#panel.webview.postMessage(message),
    });
  }

  #tell(message: HostMessage): void {
    this.#message = message;
    if (!this.#pageListens) return;
    // Not before the page is there: of a tab that is still being opened, a new name can be lost on a busy machine.
    if (message.type === 'train') this.#panel.title = message.graph.name;
    void this.#panel.webview.postMessage(message);
  }

  #receive(untrusted: unknown): void {
    const message = parsePageMessage(untrusted);
    switch (message?.type) {
      case 'ready':
        this.#pageListens = true;
        this.#tell(this.#message);
        break;
      case 'restart':
        void this.restart();
        break;
      case 'reveal':
        void this.#reveal(message.line);
        break;
      case 'adapter':
        this.memory.keepAdapter(message.adapter);
        break;
      case 'measured':
        this.memory.keepKernels(message.adapter, message.choices);
        break;
      case 'read':
      case 'next':
      case 'list':
        void this.#data?.serve(message satisfies DataRequest);
        break;
      default:
        console.warn('The training panel ignored a message it does not know:', untrusted);
    }
  }

  /** Shows a line of the file where the file is shown already, else in the first column. */
  async #reveal(line: number): Promise<void> {
    if (!this.#place) return;
    const document = await workspace.openTextDocument(this.#place.uri);
    const shown = window.visibleTextEditors.find((editor) => editor.document === document);
    const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
    await window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? ViewColumn.One,
      selection: new Selection(range.start, range.start),
    });
  }
}
