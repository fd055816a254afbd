// Entry point of the extension on the desktop and on remote machines: the language server is a separate Node process.
import { type ExtensionContext, Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { createForkTrainer } from './process/fork-trainer.js';
import { clientOptions, start } from './start.js';

export async function activate(context: ExtensionContext): Promise<void> {
  const bundle = (name: string) => Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const module = bundle('server.cjs');
  const run = { module, transport: TransportKind.ipc };
  // Under a debugger (F5) the server listens on the port of "Attach to server" in .vscode/launch.json.
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  const client = new LanguageClient('receptive', 'Receptive', { run, debug }, clientOptions(context));
  await start(context, client, createForkTrainer(bundle('trainer.cjs')));
}
