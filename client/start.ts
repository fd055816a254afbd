// Everything the desktop and the browser extension share: all but how the server is started.
import { type ExtensionContext, Uri, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type {
  AdapterSeenMethod,
  CompileMethod,
  CompileParams,
  CompileResult,
  InitializationOptions,
  NetworkAtMethod,
  NetworkAtResult,
} from '../server/protocol.js';
import { registerNewNetwork } from './commands/new-network.js';
import { registerTrain } from './commands/train.js';
import type { StartProcess } from './panels/training/process-training.js';
import type { TrainingMemory } from './panels/training/training-panel.js';
import { registerNetworkStatus } from './status/network-status.js';
import { loadLastAdapter, saveLastAdapter } from './storage/last-adapter.js';
import { loadTuningCache, saveChoices } from './storage/tuning-cache.js';
import { readPlaceSettings, readTuningMode } from './webview/messages/messages.js';

/** Covers unsaved files and virtual workspaces; saved files are watched because others import them. */
export function clientOptions(context: ExtensionContext): LanguageClientOptions {
  const saved = workspace.createFileSystemWatcher('**/*.cnn');
  context.subscriptions.push(saved);
  return {
    documentSelector: [{ language: 'cnn' }],
    synchronize: { fileEvents: saved },
    initializationOptions: (): InitializationOptions => ({
      protocol: 2,
      adapter: loadLastAdapter(context.globalState),
    }),
  };
}

/**
 * Registers the commands, then starts the server; both are disposed of with the extension.
 * @param startProcess starts a process that trains on the CPU; undefined where there are no processes
 */
export async function start(
  context: ExtensionContext,
  client: BaseLanguageClient,
  startProcess?: StartProcess,
): Promise<void> {
  const compile = (params: CompileParams) =>
    client.sendRequest<CompileResult>('receptive/compile' satisfies CompileMethod, params);
  const { globalState, extension } = context;
  const { version } = extension.packageJSON as { version: string };
  const memory: TrainingMemory = {
    saveAdapter(adapter) {
      saveLastAdapter(globalState, adapter);
      void client.sendNotification('receptive/adapterSeen' satisfies AdapterSeenMethod, adapter);
    },
    tuning: () => ({
      when: readTuningMode(setting('tune')) ?? 'auto',
      cache: loadTuningCache(globalState, version),
    }),
    saveChoices: (adapter, choices) => saveChoices(globalState, version, adapter, choices),
  };
  const snapshots = Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'snapshots');
  registerTrain(context, {
    compile,
    memory,
    places: {
      settings: () =>
        readPlaceSettings({
          backend: setting('backend'),
          cpuThreads: setting('cpuThreads'),
          reproducible: setting('reproducible'),
        }),
      processes: startProcess && { start: startProcess, folder: snapshots },
    },
  });
  registerNewNetwork(context);
  context.subscriptions.push(client);
  await client.start();
  registerNetworkStatus(context, (params) =>
    client.sendRequest<NetworkAtResult>('receptive/networkAt' satisfies NetworkAtMethod, params),
  );
}

/** A setting's value, which may be of any type. */
function setting(name: string): unknown {
  return workspace.getConfiguration('receptive').get<unknown>(name);
}
