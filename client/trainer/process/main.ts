// Entry point of the process that trains on the CPU for the desktop's panel: an extension host that computed would not
// answer, and a page has no threads that share memory. One training a process.
import { readFile } from 'node:fs/promises';
import { availableParallelism, freemem, setPriority } from 'node:os';
import { join } from 'node:path';
import { isUnavailable } from '../../../runtime/backends/backend.js';
import { openBackend } from '../../../runtime/backends/open-backend.js';
import { startNodeThread } from '../../../runtime/backends/wasm/node/node-thread.js';
import { createDeviceSource } from '../../../runtime/backends/webgpu/index.js';
import {
  type FromProcess,
  type ProcessStart,
  parseToProcess,
  type ToProcess,
} from '../../webview/messages/process-messages.js';
import { createHostFiles } from '../host-files.js';
import { trainJob } from '../train-job.js';
import { createSnapshotStore, readSnapshot } from './snapshot-file.js';

const stopping = new AbortController();
/** Lets the editor, whose processes have 0, come first where cores are short; with 19 it would get nearly nothing. */
const niceness = 5;
let lastPost: Promise<void> | undefined;
const hostFiles = createHostFiles(post, () => {});

// The extension is gone.
process.on('disconnect', () => process.exit(0));
process.on('message', (value: unknown) => {
  const message = parseToProcess(value);
  if (!message) console.error('The training process ignored a message that it does not know.');
  else receive(message);
});

function receive(message: ToProcess): void {
  if (message.type === 'stop') stopping.abort();
  else if (message.type === 'start') void run(message);
  else hostFiles.receive(message);
}

async function run({ graph, job, threads, reproducible, snapshots, resumption }: ProcessStart): Promise<void> {
  letTheEditorGoFirst();
  const store = createSnapshotStore(snapshots, (step) => post({ type: 'stored', step }));
  const snapshot = resumption && (await readSnapshot(snapshots));
  const result = await trainJob({
    graph,
    job,
    openBackend: () => openCpu({ threads, reproducible }),
    files: { embedded: readEmbedded, read: hostFiles.read, list: hostFiles.list },
    signal: stopping.signal,
    onEvents: (events) => post({ type: 'events', events }),
    onImages: (done, of) => post({ type: 'images', done, of }),
    onSnapshot: store.offer,
    resumption: resumption && { ...resumption, snapshot },
  });
  // A training that was stopped may be resumed.
  if (result?.event === 'stopped') await store.finish();
  // Threads of a backend would keep the process. What was posted arrives first.
  await lastPost;
  process.disconnect();
}

async function openCpu({ threads, reproducible }: Pick<ProcessStart, 'threads' | 'reproducible'>) {
  const opened = await openBackend('cpu', {
    devices: createDeviceSource(undefined),
    threads: threads || Math.max(1, availableParallelism() - 1),
    startThread: startNodeThread,
    reproducible,
    freeMemory: freemem,
    signal: stopping.signal,
  });
  if (isUnavailable(opened)) throw new Error(`${opened.reason} ${opened.advice}`);
  return opened;
}

function letTheEditorGoFirst(): void {
  try {
    setPriority(niceness);
  } catch {
    // Not every system lets a process do that.
  }
}

/** Reads a file of a built-in data set from beside the bundle. */
async function readEmbedded(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(join(__dirname, name)));
}

function post(message: FromProcess): void {
  // An error means that the extension is gone.
  lastPost = new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}
