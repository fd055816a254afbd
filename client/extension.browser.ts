// The extension in a browser's VS Code: the language server is a web worker.
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions, start } from './start.js';

export async function activate(context: ExtensionContext): Promise<void> {
  const script = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'server.worker.js'));
  // From a blob: no worker opens from the addresses that VS Code gives files on a remote machine. The address lives as
  // long as the worker, since VS Code loads it a while after the constructor has returned.
  const address = URL.createObjectURL(new Blob([new Uint8Array(script)], { type: 'text/javascript' }));
  const worker = new Worker(address);
  context.subscriptions.push({
    dispose: () => {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  });
  await start(context, new LanguageClient('receptive', 'Receptive', worker, clientOptions(context)));
}
