// Entry point of the training worker: runs the training outside the page, so that the page stays responsive, and
// reports events to it. May train again on the same device.
import { createReferenceExecutor } from '../../../runtime/backends/reference/index.js';
import type { AdapterProfile } from '../../../runtime/backends/webgpu/adapter-profile.js';
import { createTuner, createWebGpuExecutor, type DeviceAnswer } from '../../../runtime/backends/webgpu/index.js';
import { choicesOf } from '../../../runtime/backends/webgpu/tuning/tuning-cache.js';
import { type FileAnswer, type Files, type FolderAnswer, loadData } from '../../../runtime/data/index.js';
import { FaultError } from '../../../runtime/faults/index.js';
import { type Training, train, withWaysOut } from '../../../runtime/train/index.js';
import { messageVersion } from '../messages/version.js';
import type { FromWorker, ToWorker, TrainingRequest } from '../messages/worker-messages.js';
import { createDeviceCache } from './device-cache.js';

type Bytes = Uint8Array<ArrayBuffer>;
type DeviceReady = Extract<DeviceAnswer, { kind: 'device' }>;

const device = createDeviceCache(navigator.gpu);
/** Of the current training. */
let stopping = new AbortController();
const reads = new Map<string, { resolve(bytes: Bytes): void; reject(reason: Error): void }>();

let lastId = 0;
const answers = new Map<number, (answer: FileAnswer | FolderAnswer) => void>();
/** Milliseconds between two reports of the images read. */
const reportInterval = 100;

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'start':
      if (data.version !== messageVersion) {
        return fail('The extension was updated. Close this panel and run CNN: Train again.');
      }
      run(data.request).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
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
  const where = await backendOf(request, signal);
  if (!where) return;
  const dataSet = await loadData(job.data, files, createImageReporter());
  await train({
    graph,
    job,
    dataSet,
    ...where,
    onEvent: (event) => post({ type: 'event', event }),
    signal,
  });
}

/** Undefined where there is no WebGPU; the page then has the reason. */
async function backendOf(
  { graph, job, backend, tuning }: TrainingRequest,
  signal: AbortSignal,
): Promise<Pick<Training, 'createExecutor' | 'adapter' | 'renew' | 'tune'> | undefined> {
  if (backend === 'reference') return { createExecutor: createReferenceExecutor };
  const answer = await device.get();
  if (answer.kind === 'none') {
    post({ type: 'no-webgpu', reason: answer.reason, advice: answer.advice });
    return undefined;
  }
  const tunerOf = (given: DeviceReady) => {
    const { identity } = given;
    const tuner = createTuner(given, {
      when: tuning.when,
      remembered: choicesOf(tuning.remembered, identity),
      onMeasuring: () => post({ type: 'measuring' }),
      onFound(profile) {
        post({ type: 'measured', adapter: identity, choices: profile.choices });
        reportAdapter(given, profile);
      },
      signal,
    });
    reportAdapter(given, tuner.adapter);
    return tuner;
  };
  const { adapter, tune } = tunerOf(answer);
  return {
    adapter,
    tune,
    async createExecutor(program, plan) {
      try {
        return await createWebGpuExecutor(answer.device, program, plan);
      } catch (error) {
        // The CPU may still train what this adapter cannot hold.
        const explained = withWaysOut(error, graph, job, adapter);
        const isLost = explained instanceof FaultError && explained.fault.kind === 'device-lost';
        if (!isLost) {
          const reason = explained instanceof Error ? explained.message : String(explained);
          post({ type: 'no-webgpu', reason, advice: `The adapter is ${answer.description}.` });
        }
        throw explained;
      }
    },
    async renew() {
      const renewed = await device.renew();
      return {
        adapter: tunerOf(renewed).adapter,
        createExecutor: (program, plan) => createWebGpuExecutor(renewed.device, program, plan),
      };
    },
  };
}

function reportAdapter({ description }: DeviceReady, profile: AdapterProfile): void {
  post({ type: 'adapter', adapter: { name: description, profile } });
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

/** Reports to the page, at intervals, how many images are read. */
function createImageReporter(): (done: number, of: number) => void {
  let reportedAt = 0;
  return (done, of) => {
    const now = performance.now();
    if (now - reportedAt < reportInterval && done < of) return;
    reportedAt = now;
    post({ type: 'images', done, of });
  };
}

function readFile(name: string): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    reads.set(name, { resolve, reject });
    post({ type: 'read', name });
  });
}

function fail(message: string): void {
  post({ type: 'event', event: { event: 'failed', message } });
}

function post(message: FromWorker): void {
  self.postMessage(message);
}
