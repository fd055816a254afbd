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
import {
  type ErrorLine,
  type HostMessage,
  isOfOtherVersion,
  type PageMessage,
  parseHostMessage,
} from '../messages/messages.js';
import type { Backend } from '../messages/worker-messages.js';
import { element, made, write } from '../shared/dom.js';
import { createHostFiles } from './host-files.js';
import { resetProgress, setVisible, showEvent } from './progress.js';
import { enter, type State } from './state.js';
import { createTrainingRuns, type TrainingRun } from './training-runs.js';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const { worker, files } = document.body.dataset;
const hostFiles = createHostFiles(
  (message) => host.postMessage(message),
  (path, received, total) => write('status', `Reading ${path}: ${formatBytes(received)} of ${formatBytes(total)} …`),
);
const trainings = createTrainingRuns({ worker: worker ?? '', files: files ?? '', host: hostFiles });

let training: TrainingRun | undefined;
/** What the extension says; the document knows only whether the window can be seen. */
let isPanelVisible = true;
/** The last training requested. */
let request: Extract<HostMessage, { type: 'train' }> | undefined;

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
element('train-on-cpu').addEventListener('click', () => begin('reference'));
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
      begin('webgpu');
  }
}

function updateVisibility(): void {
  setVisible(isPanelVisible && !document.hidden);
}

function begin(backend: Backend): void {
  if (!request) return;
  const { graph, job, bytes, tuning } = request;
  resetProgress(job, bytes);
  write('status', backend === 'webgpu' ? 'Compiling the network for the GPU …' : 'Preparing …');
  element('training').hidden = false;
  enter('training');
  training = trainings.start(
    { graph, job, backend, tuning },
    {
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
        write('status', 'Not trained: WebGPU is not available.');
        write('no-webgpu-reason', reason);
        write('no-webgpu-advice', advice);
        enter('no-webgpu');
      },
    },
  );
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
