// A webview beside the editor that shows one page of the extension. Sends the page its current state when it reports
// `ready`, so that a page that loads late or reloads misses nothing; parses what the page sends.
import { Disposable, Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { messageVersion } from '../webview/messages/version.js';
import type { PageResources } from './page-document.js';

interface Message {
  readonly type: string;
}

export interface PagePanelOptions<Incoming extends Message> {
  /** The extension's folder. */
  readonly extension: Uri;
  readonly viewType: string;
  readonly title: string;
  readonly html: (resources: PageResources) => string;
  /** Undefined for a value that is no message of the page. */
  readonly parse: (value: unknown) => Incoming | undefined;
  /** Every message but `ready`. */
  readonly onMessage: (message: Exclude<Incoming, { readonly type: 'ready' }>) => void;
  /** The panel was hidden, behind another tab for example, or shown again; also called when a page is ready. */
  readonly onDidChangeVisibility?: (visible: boolean) => void;
  readonly onDidDispose: () => void;
}

type Events<Incoming extends Message> = Pick<
  PagePanelOptions<Incoming>,
  'parse' | 'onMessage' | 'onDidChangeVisibility' | 'onDidDispose'
>;

export class PagePanel<Incoming extends Message, Outgoing extends Message> {
  readonly #panel: WebviewPanel;
  readonly #disposables: Disposable[] = [];
  #state: { readonly message: () => Outgoing; readonly title: string | undefined } | undefined;
  #isReady = false;

  constructor({ extension, viewType, title, html, ...events }: PagePanelOptions<Incoming>) {
    const dist = Uri.joinPath(extension, 'dist');
    this.#panel = window.createWebviewPanel(
      viewType,
      title,
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      // A page can hold what cannot be saved and restored (a GPU's memory, a running training), so a hidden panel keeps
      // its page. That costs the page's memory, and only while the panel is open.
      { enableScripts: true, retainContextWhenHidden: true, localResourceRoots: [dist] },
    );
    this.#panel.iconPath = {
      light: Uri.joinPath(extension, 'icons', 'cnn-light.svg'),
      dark: Uri.joinPath(extension, 'icons', 'cnn-dark.svg'),
    };
    const { webview } = this.#panel;
    this.#disposables.push(
      webview.onDidReceiveMessage((value: unknown) => this.#receive(value, events)),
      // A hidden page that is kept can't find out by itself: to its document it seems visible.
      this.#panel.onDidChangeViewState(() => this.#reportVisibility(events)),
      this.#panel.onDidDispose(() => {
        Disposable.from(...this.#disposables).dispose();
        events.onDidDispose();
      }),
    );
    webview.html = html({
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
      url: (...path) => webview.asWebviewUri(Uri.joinPath(dist, ...path)).toString(),
    });
  }

  /**
   * Sends what the page has to show; sent again whenever the page loads, by then as the function gives it. A title
   * replaces the panel's.
   */
  setState(message: Outgoing | (() => Outgoing), title?: string): void {
    this.#state = { message: typeof message === 'function' ? message : () => message, title };
    if (this.#isReady) this.#sendState();
  }

  /** Sends an answer that only the page as it is now can use. */
  post(message: Outgoing): void {
    void this.#panel.webview.postMessage({ version: messageVersion, ...message });
  }

  /** Shows the panel where it is, without taking the focus. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #sendState(): void {
    if (!this.#state) return;
    const { message, title } = this.#state;
    // Not before the page is ready: while a tab is being opened, a new title can be lost on a busy machine.
    if (title !== undefined) this.#panel.title = title;
    this.post(message());
  }

  #reportVisibility({ onDidChangeVisibility }: Events<Incoming>): void {
    if (this.#isReady) onDidChangeVisibility?.(this.#panel.visible);
  }

  #receive(value: unknown, events: Events<Incoming>): void {
    const message = events.parse(value);
    if (!message) {
      console.warn('A panel ignored an unknown message from its page:', value);
    } else if (message.type === 'ready') {
      this.#isReady = true;
      this.#sendState();
      this.#reportVisibility(events);
    } else {
      events.onMessage(message as Exclude<Incoming, { readonly type: 'ready' }>);
    }
  }
}
