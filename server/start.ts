// Serves the features to one editor; the same on Node and in a browser's worker.
import {
  type Connection,
  type InitializeError,
  InitializeErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { readLastAdapter } from '../runtime/backends/webgpu/tuning/last-adapter.js';
import { diagnostics } from './features/diagnostics.js';
import { describeFailure, mergeCapabilities, patience, registerFeature } from './features/feature.js';
import { features } from './features/index.js';
import type { AdapterSeenMethod, ProtocolVersion } from './protocol.js';
import { Background } from './workspace/background.js';
import { readClient, readInitializationOptions } from './workspace/client.js';
import { followDocuments } from './workspace/documents.js';
import type { ReadSource } from './workspace/imports.js';
import { createPlanner } from './workspace/planner.js';
import { type Collection, Publisher } from './workspace/publisher.js';
import { defaultSettings, followSettings } from './workspace/settings.js';
import type { Snapshot } from './workspace/snapshot.js';

const adapterSeenMethod: AdapterSeenMethod = 'receptive/adapterSeen';
const protocolVersion: ProtocolVersion = 2;

/** Serves a connection until it closes. `readSource` reads imported files that are not open. */
export function startServer(connection: Connection, readSource: ReadSource): void {
  let client = readClient({});
  let settings = defaultSettings;
  let planner = createPlanner();

  const reportFailure = (error: unknown) =>
    connection.console.error(`The CNN language server failed: ${describeFailure(error)}`);
  const refreshHints = () => {
    if (client.refreshesInlayHints) connection.languages.inlayHint.refresh().catch(reportFailure);
  };
  /** For a change that concerns every open file. The hints' tooltips have figures of memory. */
  const refreshAll = () => {
    for (const uri of documents.uris()) publisher.schedule(uri);
    refreshHints();
  };

  const background = new Background();
  const documents = followDocuments(connection, readSource, {
    changed(uri, why) {
      background.cancel(uri);
      publisher.schedule(uri);
      // An editor asks again for the hints of a document that was edited, and of no other.
      if (why === 'import') refreshHints();
    },
    closed(uri) {
      background.cancel(uri);
      publisher.close(uri);
    },
  });
  const takeSnapshot = (uri: string): Snapshot | undefined => {
    const file = documents.analyse(uri);
    return file && { ...file, planner, settings, client, openFiles };
  };
  const openFiles = () => documents.uris().flatMap((uri) => documents.analyse(uri) ?? []);
  const collectDiagnostics = (uri: string): Collection | undefined => {
    const snapshot = takeSnapshot(uri);
    if (!snapshot) return undefined;
    const task = background.start(diagnostics.compute(snapshot));
    return { task, patience, collectMeanwhile: () => diagnostics.answerMeanwhile(snapshot) };
  };
  const publisher = new Publisher(
    collectDiagnostics,
    (params) => connection.sendNotification(diagnostics.method, params),
    reportFailure,
  );

  connection.onInitialize(({ capabilities, initializationOptions }) => {
    const { protocol, adapter } = readInitializationOptions(initializationOptions);
    if (protocol !== undefined && protocol !== protocolVersion) return refuseVersion(protocol);
    client = readClient(capabilities);
    planner = createPlanner(adapter);
    return {
      serverInfo: { name: 'Receptive' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        ...mergeCapabilities(features),
      },
    };
  });
  connection.onInitialized(() =>
    followSettings(connection, client, (changed) => {
      settings = changed;
      refreshAll();
    }),
  );
  connection.onNotification(adapterSeenMethod, (params: unknown) => {
    const adapter = readLastAdapter(params);
    if (!adapter) return connection.console.warn('The editor reported an adapter in an unknown form.');
    if (JSON.stringify(adapter) === JSON.stringify(planner.adapter)) return;
    planner = createPlanner(adapter);
    refreshAll();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => documents.filesChanged(changes.map(({ uri }) => uri)));
  for (const feature of features)
    registerFeature(connection, feature, { background, takeSnapshot, openFiles, finishedLate: refreshHints });

  connection.listen();
}

function refuseVersion(protocol: number): ResponseError<InitializeError> {
  const message =
    `The extension sends version ${protocol} of its messages, and its language server reads version ` +
    `${protocolVersion}: reload the window.`;
  return new ResponseError(InitializeErrorCodes.unknownProtocolVersion, message, { retry: false });
}
