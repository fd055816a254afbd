// The extension in a browser's VS Code: the language server is a web worker.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions, start } from './start.js';

export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server.worker.js');
  const worker = new Worker(script.toString(true));
  context.subscriptions.push({ dispose: () => worker.terminate() });
  await start(context, new LanguageClient('receptive', 'Receptive', worker, clientOptions));
}
