// Entry point of the training worker: runs the training outside the page, so that the page stays responsive, and
// reports events to it. May train again on the same device.
import { type Backend, isUnavailable } from '../../../runtime/backends/backend.js';
import { hardwareAdapters } from '../../../runtime/backends/hardware-adapters.js';
import { openBackend } from '../../../runtime/backends/open-backend.js';
import { startPageThread } from '../../../runtime/backends/wasm/index.js';
import { recallChoices } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import type { FileAnswer, Files, FolderAnswer } from '../../../runtime/data/index.js';
import { FaultError } from '../../../runtime/faults/index.js';
import { withRemedies } from '../../../runtime/train/index.js';
import { describeError, trainJob } from '../../trainer/train-job.js';
import { messageVersion } from '../messages/version.js';
import type { FromWorker, ToWorker, TrainingRequest } from '../messages/worker-messages.js';
import { createDeviceCache } from './device-cache.js';

type Bytes = Uint8Array<ArrayBuffer>;

const devices = createDeviceCache(navigator.gpu);
/** Of the current training. */
let stopping = new AbortController();
const reads = new Map<string, { resolve(bytes: Bytes): void; reject(reason: Error): void }>();

let lastId = 0;
const answers = new Map<number, (answer: FileAnswer | FolderAnswer) => void>();

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'start':
      if (data.version !== messageVersion) {
        return fail('The extension was updated. Close this panel and run CNN: Train again.');
      }
      void run(data.request);
      break;
    case 'file':
      reads.get(data.name)?.resolve(data.bytes);
      break;
    case 'no-file':
      reads.get(data.name)?.reject(new Error(data.message));
      break;
    case 'answer':
      answers.get(data.id)?.(data.answer);
      answers.delete(data.id);
      break;
    case 'stop':
      stopping.abort();
  }
});

async function run(request: TrainingRequest): Promise<void> {
  const { graph, job } = request;
  stopping = new AbortController();
  const { signal } = stopping;
  await trainJob({
    graph,
    job,
    openBackend: () => openRequested(request, signal),
    files,
    signal,
    onEvents: (events) => post({ type: 'events', events }),
    onImages: (done, of) => post({ type: 'images', done, of }),
  });
}

/** Undefined when there is no WebGPU; the page then has the reason. */
async function openRequested(request: TrainingRequest, signal: AbortSignal): Promise<Backend | undefined> {
  const { backend, tuning, threads, reproducible } = request;
  let adapterName = '';
  const opened = await openBackend(backend === 'cpu' ? 'cpu' : 'webgpu', {
    devices: backend === 'auto' ? hardwareAdapters(devices) : devices,
    threads: threads || Math.max(1, navigator.hardwareConcurrency - 1),
    startThread: startPageThread,
    reproducible,
    tuning: {
      mode: tuning.when,
      recall: (identity) => recallChoices(tuning.cache, identity),
      onMeasuring: () => post({ type: 'measuring' }),
      onMeasured: (adapter, choices) => post({ type: 'measured', adapter, choices }),
    },
    onAdapter(adapter) {
      adapterName = adapter.name;
      post({ type: 'adapter', adapter });
    },
    signal,
  });
  if (isUnavailable(opened)) {
    post({ type: 'no-webgpu', reason: opened.reason, advice: opened.advice });
    return undefined;
  }
  return opened.target.id === 'webgpu' ? reportRefusals(opened, request, `The adapter is ${adapterName}.`) : opened;
}

/** The backend, which reports to the page if it cannot hold the network or has no kernels for it: the CPU still may. */
function reportRefusals(
  backend: Backend,
  { graph, job }: Pick<TrainingRequest, 'graph' | 'job'>,
  advice: string,
): Backend {
  return {
    ...backend,
    tune: backend.tune && (async (program) => reportRefusals(await backend.tune!(program), { graph, job }, advice)),
    async createExecutor(program, plan) {
      try {
        return await backend.createExecutor(program, plan);
      } catch (error) {
        const refusal = withRemedies(error, graph, job, backend.target);
        const isLost = refusal instanceof FaultError && refusal.fault.kind === 'device-lost';
        if (!isLost) post({ type: 'no-webgpu', reason: describeError(refusal), advice });
        throw refusal;
      }
    },
  };
}

const files: Files = {
  embedded: readFile,
  read: (path, most) => request({ path, most }) as Promise<FileAnswer>,
  list: (path) => request({ path }) as Promise<FolderAnswer>,
};

function request(what: { readonly path: string; readonly most?: number }): Promise<FileAnswer | FolderAnswer> {
  return new Promise((resolve) => {
    const id = ++lastId;
    answers.set(id, resolve);
    post({ type: 'ask', id, ...what });
  });
}

function readFile(name: string): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    reads.set(name, { resolve, reject });
    post({ type: 'read', name });
  });
}

function fail(message: string): void {
  post({ type: 'events', events: [{ event: 'failed', message }] });
}

function post(message: FromWorker): void {
  self.postMessage(message);
}
