// Entry point of the training page: receives a network and a job, starts the training and shows its progress.
import 'uplot/dist/uPlot.min.css';
import './train.css';
import {
  formatAugmentations,
  formatBytes,
  formatCount,
  formatData,
  formatShape,
  formatTerms,
  type Graph,
  type TrainingJob,
} from '../../../model/index.js';
import { createHostFiles } from '../../trainer/host-files.js';
import {
  type ErrorLine,
  type HostMessage,
  isOfOtherVersion,
  type PageMessage,
  parseHostMessage,
  type RunningTraining,
} from '../messages/messages.js';
import type { Backend } from '../messages/worker-messages.js';
import { element, made, write } from '../shared/dom.js';
import { createProcessRuns } from './process-runs.js';
import { resetProgress, setVisible, showEvent } from './progress.js';
import { enter, type State } from './state.js';
import { createTrainingRuns, type TrainingListener, type TrainingRun } from './training-runs.js';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const { worker, files } = document.body.dataset;
const hostFiles = createHostFiles(
  (message) => host.postMessage(message),
  (path, received, total) => write('status', `Reading ${path}: ${formatBytes(received)} of ${formatBytes(total)} …`),
);
const workerRuns = createTrainingRuns({ worker: worker ?? '', files: files ?? '', host: hostFiles });
const processRuns = createProcessRuns((message) => host.postMessage(message));

let training: TrainingRun | undefined;
/** What the extension says; the document knows only whether the window can be seen. */
let isPanelVisible = true;
/** The last training requested. */
let request: Extract<HostMessage, { type: 'train' }> | undefined;

const listener: TrainingListener = {
  onEvent(event) {
    showEvent(event);
    if (event.event === 'failed') showFailure('Training failed.', event.message, findLine(event.layer));
    else if (event.event === 'done' || event.event === 'stopped') enter(event.event satisfies State);
  },
  onImages(done, of) {
    write('status', `Reading the images: ${formatCount(done)} of ${formatCount(of)} …`);
  },
  onMeasuring: () => write('status', 'Measuring which GPU kernels are the fastest …'),
  onMeasured: (adapter, choices) => host.postMessage({ type: 'measured', adapter, choices }),
  onAdapter: (adapter) => host.postMessage({ type: 'adapter', adapter }),
  onNoWebGpu(reason, advice) {
    if (request?.place.backend === 'auto') return begin('cpu', `${reason} So it runs on the CPU.`);
    write('status', 'Not trained: WebGPU is not available.');
    write('no-webgpu-reason', reason);
    write('no-webgpu-advice', advice);
    enter('no-webgpu');
  },
};
/** Of trainings in the extension's process, whose snapshots are stored. */
const processListener: TrainingListener = {
  ...listener,
  onEvent(event) {
    listener.onEvent(event);
    const isResumable = event.event === 'failed' ? event.reason === 'process-ended' : event.event === 'stopped';
    if (isResumable) element('resume').hidden = false;
  },
};

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = parseHostMessage(event.data);
  if (isOfOtherVersion(event.data)) showOtherVersion();
  else if (message) receive(message);
  else console.warn('The training page ignored a message it does not know:', event.data);
});
element('stop').addEventListener('click', () => {
  write('status', 'Stopping …');
  training?.stop();
});
element('restart').addEventListener('click', () => host.postMessage({ type: 'restart' }));
element('train-on-cpu').addEventListener('click', () => begin('cpu'));
element('resume').addEventListener('click', resume);
document.addEventListener('visibilitychange', updateVisibility);
host.postMessage({ type: 'ready' });

function receive(message: HostMessage): void {
  if (message.type === 'chunk' || message.type === 'no-file' || message.type === 'entries') {
    hostFiles.receive(message);
    return;
  }
  if (message.type === 'visibility') {
    isPanelVisible = message.visible;
    updateVisibility();
    return;
  }
  if (message.type === 'process-events' || message.type === 'process-images') {
    processRuns.receive(message);
    return;
  }
  training?.dispose();
  training = undefined;
  switch (message.type) {
    case 'compiling':
      write('status', 'Reading the network …');
      enter('compiling');
      break;
    case 'errors':
      showErrors(message.file, message.errors);
      break;
    case 'failed':
      showFailure('The network could not be read.', message.message);
      break;
    case 'train':
      request = message;
      write('network', message.graph.name);
      write('job', describe(message.graph, message.job));
      if (message.running) attach(message.running);
      else begin(message.place.backend);
  }
}

function updateVisibility(): void {
  setVisible(isPanelVisible && !document.hidden);
}

/** @param note why the training is where it is, a sentence for people */
function begin(backend: Backend, note = ''): void {
  if (!request) return;
  const { graph, job, tuning, place } = request;
  const { threads, reproducible } = place;
  enterTraining(backend !== 'cpu' ? 'Compiling the network for the GPU …' : 'Preparing …', note);
  training =
    backend === 'cpu' && place.cpu === 'process'
      ? processRuns.start(processListener, false)
      : workerRuns.start({ graph, job, backend, tuning, threads, reproducible }, listener);
}

/** Goes on with the training that was stopped or lost its process. */
function resume(): void {
  write('status', 'Preparing …');
  enter('training');
  training = processRuns.start(processListener, true);
}

/** Shows a training that an earlier page started. */
function attach(running: RunningTraining): void {
  enterTraining('Preparing …', '');
  training = processRuns.attach(running, processListener);
}

function enterTraining(status: string, note: string): void {
  if (!request) return;
  resetProgress(request.job, request.bytes, note);
  write('status', status);
  element('training').hidden = false;
  enter('training');
}

function showErrors(file: string, errors: readonly ErrorLine[]): void {
  const list = made('ul');
  for (const error of errors) {
    const item = made('li');
    item.append(lineButton(error));
    list.append(item);
  }
  element('error').replaceChildren(
    made(
      'p',
      errors.length === 1
        ? `There is an error in ${file}. Correct it, then press Restart.`
        : `There are ${errors.length} errors in ${file}. Correct them, then press Restart.`,
    ),
    list,
  );
  write('network', file);
  write('job', '');
  write('status', 'Not trained: the file has errors.');
  enter('errors');
}

/** A button with the error that shows its line. */
function lineButton({ line, message }: ErrorLine): HTMLButtonElement {
  const button = made('button');
  button.type = 'button';
  button.title = 'Show this line in the editor';
  const place = made('span', `line ${line + 1}`);
  place.className = 'line';
  button.append(place, made('span', message));
  button.addEventListener('click', () => host.postMessage({ type: 'reveal', line }));
  return button;
}

/** The zero-based line of the file for a layer of the trained network. */
function findLine(path: string | undefined): number | undefined {
  const index = request?.graph.layers.findIndex((layer) => layer.path === path) ?? -1;
  return request?.lines[index];
}

/** @param line the zero-based line of the file where the error is, if it is known */
function showFailure(status: string, message: string, line?: number): void {
  element('error').replaceChildren(line === undefined ? made('p', message) : lineButton({ line, message }));
  write('status', status);
  enter('failed');
}

function showOtherVersion(): void {
  showFailure('Not trained.', 'The extension was updated. Close this panel and run CNN: Train again.');
}

function describe({ layers }: Graph, job: TrainingJob): string {
  const shape = layers.length > 0 ? ` (${formatShape(layers[0].output)})` : '';
  const steps = job.augment.length > 0 ? [formatAugmentations(job.augment)] : [];
  return [`${formatData(job.data)}${shape}`, ...steps, ...formatTerms(job)].join(' · ');
}
