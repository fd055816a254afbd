// What a panel sends to its page before and after the page is ready, and what it accepts from it. VS Code is mocked.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PageResources } from '../../../client/panels/page-document.js';
import { PagePanel } from '../../../client/panels/page-panel.js';
import { messageVersion } from '../../../client/webview/messages/version.js';

const vscode = vi.hoisted(() => {
  const sent: unknown[] = [];
  const listeners: { message?: (value: unknown) => void; viewState?: () => void; dispose?: () => void } = {};
  const panel = {
    title: '',
    visible: true,
    webview: {
      html: '',
      cspSource: 'webview:',
      asWebviewUri: (uri: string) => `webview:${uri}`,
      postMessage: (message: unknown) => sent.push(message),
      onDidReceiveMessage(listener: (value: unknown) => void) {
        listeners.message = listener;
        return { dispose: () => delete listeners.message };
      },
    },
    onDidChangeViewState(listener: () => void) {
      listeners.viewState = listener;
      return { dispose: () => delete listeners.viewState };
    },
    onDidDispose(listener: () => void) {
      listeners.dispose = listener;
      return { dispose() {} };
    },
    reveal() {},
    dispose: () => listeners.dispose?.(),
  };
  return { sent, listeners, panel };
});

vi.mock('vscode', () => ({
  Disposable: {
    from: (...disposables: { dispose(): void }[]) => ({
      dispose: () => {
        for (const disposable of disposables) disposable.dispose();
      },
    }),
  },
  Uri: { joinPath: (...parts: string[]) => parts.join('/') },
  ViewColumn: { Beside: -2 },
  window: {
    createWebviewPanel: (_: string, title: string) => Object.assign(vscode.panel, { title }),
  },
}));

type Incoming = { readonly type: 'ready' } | { readonly type: 'restart' };
type Outgoing = { readonly type: 'text'; readonly text: string };

const received: unknown[] = [];
const visibility: boolean[] = [];
let disposed = 0;
let panel: PagePanel<Incoming, Outgoing>;

beforeEach(() => {
  vscode.sent.length = 0;
  received.length = 0;
  visibility.length = 0;
  disposed = 0;
  panel = new PagePanel<Incoming, Outgoing>({
    extension: 'extension' as never,
    viewType: 'cnn.test',
    title: 'Test',
    html: ({ url }: PageResources) => url('webview', 'test.js'),
    parse: (value) => (value === 'ready' || value === 'restart' ? { type: value } : undefined),
    onMessage: (message) => received.push(message),
    onDidChangeVisibility: (visible) => visibility.push(visible),
    onDidDispose: () => disposed++,
  });
});
afterEach(() => vi.restoreAllMocks());

it('sends its state once the page is ready, and again when the page reloads', () => {
  panel.setState({ type: 'text', text: 'first' }, 'First');
  expect(vscode.sent).toEqual([]);
  expect(vscode.panel.title).toBe('Test');
  vscode.listeners.message?.('ready');
  vscode.listeners.message?.('ready');
  const first = { version: messageVersion, type: 'text', text: 'first' };
  expect(vscode.sent).toEqual([first, first]);
  expect(vscode.panel.title).toBe('First');
});

it('sends a new state to a page that is ready at once', () => {
  vscode.listeners.message?.('ready');
  expect(vscode.sent).toEqual([]);
  panel.setState({ type: 'text', text: 'second' });
  expect(vscode.sent).toEqual([{ version: messageVersion, type: 'text', text: 'second' }]);
  expect(vscode.panel.title).toBe('Test');
});

it('passes on every message but `ready`, and ignores unknown values', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const value of ['ready', 'restart', { type: 'restart' }, undefined]) vscode.listeners.message?.(value);
  expect(received).toEqual([{ type: 'restart' }]);
  expect(warn).toHaveBeenCalledTimes(2);
});

it('gives the page addresses below dist/', () => {
  expect(vscode.panel.webview.html).toBe('webview:extension/dist/webview/test.js');
});

it('reports whether it can be seen, to a page that is ready', () => {
  const show = (visible: boolean) => {
    vscode.panel.visible = visible;
    vscode.listeners.viewState?.();
  };
  show(false);
  expect(visibility).toEqual([]);
  vscode.listeners.message?.('ready');
  show(true);
  expect(visibility).toEqual([false, true]);
});

it('reports that it was closed and stops listening', () => {
  panel.dispose();
  expect(disposed).toBe(1);
  expect(vscode.listeners.message).toBeUndefined();
  expect(vscode.listeners.viewState).toBeUndefined();
});
