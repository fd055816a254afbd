// Entry point of the extension in VS Code for the Web: the language server runs in a web worker.
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions, start } from './start.js';

export async function activate(context: ExtensionContext): Promise<void> {
  const script = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'server.worker.js'));
  // From a blob: a worker cannot be opened from the addresses VS Code gives to files on a remote machine. The address
  // is revoked with the worker only, because VS Code loads it some time after the constructor has returned.
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
