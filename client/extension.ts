// Entry point of the extension on the desktop and on remote machines: the language server is a separate Node process.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions, start } from './start.js';

export async function activate(context: ExtensionContext): Promise<void> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  // Under a debugger (F5) the server listens on the port of "Attach to server" in .vscode/launch.json.
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  await start(context, new LanguageClient('receptive', 'Receptive', { run, debug }, clientOptions(context)));
}
