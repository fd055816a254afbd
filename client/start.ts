// What the desktop's and the browser's extension have in common: everything but how the server is started.
import { type ExtensionContext, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type {
  AdapterSeenMethod,
  CompileMethod,
  CompileParams,
  CompileResult,
  InitializationOptions,
} from '../server/protocol.js';
import { registerTrain } from './commands/train.js';
import { keepAdapter, keptAdapter } from './kept-adapter.js';

/** Files of every kind, also unsaved ones and those of a virtual workspace; saved ones matter where others import them. */
export function clientOptions(context: ExtensionContext): LanguageClientOptions {
  const saved = workspace.createFileSystemWatcher('**/*.cnn');
  context.subscriptions.push(saved);
  return {
    documentSelector: [{ language: 'cnn' }],
    synchronize: { fileEvents: saved },
    initializationOptions: (): InitializationOptions => ({ adapter: keptAdapter(context.globalState) }),
  };
}

/** Registers the commands, then starts the server; they end with the extension. */
export async function start(context: ExtensionContext, client: BaseLanguageClient): Promise<void> {
  const compile = (params: CompileParams) =>
    client.sendRequest<CompileResult>('receptive/compile' satisfies CompileMethod, params);
  registerTrain(context, compile, (adapter) => {
    keepAdapter(context.globalState, adapter);
    void client.sendNotification('receptive/adapterSeen' satisfies AdapterSeenMethod, adapter);
  });
  context.subscriptions.push(client);
  await client.start();
}
