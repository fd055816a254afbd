// What the desktop's and the browser's extension have in common: everything but how the server is started.
import { type ExtensionContext, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { CompileMethod, CompileParams, CompileResult } from '../server/protocol.js';
import { registerTrain } from './commands/train.js';

/** Files of every kind, also unsaved ones and those of a virtual workspace; saved ones matter where others import them. */
export function clientOptions(context: ExtensionContext): LanguageClientOptions {
  const saved = workspace.createFileSystemWatcher('**/*.cnn');
  context.subscriptions.push(saved);
  return { documentSelector: [{ language: 'cnn' }], synchronize: { fileEvents: saved } };
}

/** Registers the commands, then starts the server; they end with the extension. */
export async function start(context: ExtensionContext, client: BaseLanguageClient): Promise<void> {
  const compile = (params: CompileParams) =>
    client.sendRequest<CompileResult>('receptive/compile' satisfies CompileMethod, params);
  registerTrain(context, compile);
  context.subscriptions.push(client);
  await client.start();
}
