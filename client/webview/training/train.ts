// The training page's script: it hears what to train, has it trained, and shows how that goes.
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
import { resetProgress, showEvent } from './progress.js';
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
/** What the page was last asked to train. */
let asked: Extract<HostMessage, { type: 'train' }> | undefined;

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = parseHostMessage(event.data);
  if (isOfOtherVersion(event.data)) showOtherVersion();
  else if (message) receive(message);
  else console.warn('The training page ignored a message it does not know:', event.data);
});
element('stop').addEventListener('click', () => {
  write('status', 'Stopping after this step …');
  training?.stop();
});
element('restart').addEventListener('click', () => host.postMessage({ type: 'restart' }));
element('train-on-cpu').addEventListener('click', () => begin('reference'));
host.postMessage({ type: 'ready' });

function receive(message: HostMessage): void {
  if (message.type === 'piece' || message.type === 'no-file' || message.type === 'entries') {
    hostFiles.receive(message);
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
      asked = message;
      write('network', message.graph.name);
      write('job', describe(message.graph, message.job));
      begin('webgpu');
  }
}

function begin(backend: Backend): void {
  if (!asked) return;
  const { graph, job, bytes, tuning } = asked;
  resetProgress(job, bytes);
  write('status', backend === 'webgpu' ? 'Compiling the kernels for the GPU …' : 'Preparing …');
  element('training').hidden = false;
  enter('training');
  training = trainings.start(
    { graph, job, backend, tuning },
    {
      onEvent(event) {
        showEvent(event);
        if (event.event === 'failed') showFailure('Training failed.', event.message, lineOf(event.layer));
        else if (event.event === 'done' || event.event === 'stopped') enter(event.event satisfies State);
      },
      onImages(done, of) {
        write('status', `Reading the images: ${formatCount(done)} of ${formatCount(of)} …`);
      },
      onMeasuring: () => write('status', 'Measuring which kernels are the quickest …'),
      onMeasured: (adapter, choices) => host.postMessage({ type: 'measured', adapter, choices }),
      onAdapter: (adapter) => host.postMessage({ type: 'adapter', adapter }),
      onNoWebGpu(reason, advice) {
        write('status', 'Not training: WebGPU cannot do it here.');
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
      `There ${errors.length === 1 ? 'is an error' : `are ${errors.length} errors`} in ${file}. Mend it, then press Restart.`,
    ),
    list,
  );
  write('network', file);
  write('job', '');
  write('status', 'Not trained: the file has errors.');
  enter('errors');
}

/** What is wrong, as a button that shows its line. */
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

/** The line of the file to show for a layer of what is trained. */
function lineOf(path: string | undefined): number | undefined {
  const index = asked?.graph.layers.findIndex((layer) => layer.path === path) ?? -1;
  return asked?.lines[index];
}

/** `line`: of the file, zero-based, where one is to blame. */
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
