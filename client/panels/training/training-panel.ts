// The training panel: asks the server for the network at a place, sends it to the page, and does what the page asks.
// The page trains on WebGPU, a process of the panel on the CPU: closing the panel ends the training.
import { Uri, workspace } from 'vscode';
import type { CompileParams, CompileResult } from '../../../server/protocol.js';
import type { FileMessage } from '../../webview/messages/file-messages.js';
import {
  type HostMessage,
  type LastAdapter,
  type PageMessage,
  type PlaceToTrain,
  parsePageMessage,
  type TuningCache,
  type TuningRequest,
} from '../../webview/messages/messages.js';
import { PagePanel } from '../page-panel.js';
import { PlaceTracker } from '../place-tracker.js';
import type { Place } from '../tracked-place.js';
import { createDataServer } from './data-server.js';
import { type ProcessJob, ProcessTrainings, type ProcessTrainingsOptions } from './process-trainings.js';
import { trainingPage } from './training-page.js';

/** What outlives a panel: stored for the next one. */
export interface TrainingMemory {
  /** A training was given this adapter. */
  saveAdapter(adapter: LastAdapter): void;
  /** When kernels are measured, and what was measured before. */
  tuning(): TuningRequest;
  /** All choices by shape for the adapter of this identity. */
  saveChoices(adapter: string, choices: TuningCache[string]): void;
}

/** Where trainings run, by the settings and by what this host can do. */
export interface TrainingPlaces {
  readonly settings: () => Omit<PlaceToTrain, 'cpu'>;
  /** Absent where the extension cannot start processes: the page's worker then trains on the CPU. */
  readonly processes?: Omit<ProcessTrainingsOptions, 'report'>;
}

export interface TrainingPanelOptions {
  /** The extension's folder. */
  readonly extension: Uri;
  readonly compile: (params: CompileParams) => Thenable<CompileResult>;
  readonly memory: TrainingMemory;
  readonly places: TrainingPlaces;
  readonly onDidDispose: () => void;
}

type Request = Exclude<PageMessage, { type: 'ready' }>;

export class TrainingPanel {
  readonly #options: TrainingPanelOptions;
  readonly #panel: PagePanel<PageMessage, HostMessage>;
  readonly #tracker = new PlaceTracker();
  /** Reads the files of the job that the page trains. */
  #data: ReturnType<typeof createDataServer> | undefined;
  readonly #processes: ProcessTrainings | undefined;
  /** The job that the page has, for a process. */
  #job: ProcessJob | undefined;
  /** Counts the compilations, so that a slow one's answer does not replace a later one's. */
  #compilation = 0;

  constructor(options: TrainingPanelOptions) {
    this.#options = options;
    const { processes } = options.places;
    this.#processes = processes && new ProcessTrainings({ ...processes, report: (report) => this.#panel.post(report) });
    this.#panel = new PagePanel({
      extension: options.extension,
      viewType: 'cnn.training',
      title: 'Training',
      html: trainingPage,
      parse: parsePageMessage,
      onMessage: (message) => this.#receive(message),
      onDidChangeVisibility: (visible) => this.#panel.post({ type: 'visibility', visible }),
      onDidDispose: () => {
        this.#compilation++;
        this.#tracker.dispose();
        this.#processes?.dispose();
        options.onDidDispose();
      },
    });
    this.#panel.setState({ type: 'compiling' });
  }

  /** Compiles the network at the place and trains it; resolves once the page has its state. */
  async train(place: Place): Promise<void> {
    this.#tracker.place = place;
    this.#panel.reveal();
    await this.restart();
  }

  /** Compiles the network as the file is now, and trains it. */
  async restart(): Promise<void> {
    const { place } = this.#tracker;
    if (!place) return;
    const compilation = ++this.#compilation;
    this.#processes?.dispose();
    this.#panel.setState({ type: 'compiling' });
    const message = await this.#compile(place);
    if (compilation !== this.#compilation) return;
    this.#data = undefined;
    this.#job = undefined;
    if (message.type !== 'train') return this.#panel.setState(message);
    const { graph, job, place: where } = message;
    const createDataServer = (post: (message: FileMessage) => void) => this.#createDataServer(place, job.data, post);
    this.#data = createDataServer((answer) => this.#panel.post(answer));
    const { threads, reproducible } = where;
    this.#job = { graph, job, threads, reproducible, createDataServer };
    this.#panel.setState(() => ({ ...message, running: this.#processes?.running }), graph.name);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #compile({ uri, position }: Place): Promise<HostMessage> {
    try {
      // Opened, so that the server knows the text: the file's tab may have been closed since.
      await workspace.openTextDocument(uri);
      const result = await this.#options.compile({ uri: uri.toString(), position });
      if (result.kind === 'ready') {
        const { graph, job, trainingBytes: bytes, lines } = result;
        const { memory, places } = this.#options;
        const place: PlaceToTrain = { ...places.settings(), cpu: places.processes ? 'process' : 'worker' };
        return { type: 'train', graph, job, bytes, lines, tuning: memory.tuning(), place };
      }
      const file = uri.path.split('/').at(-1) ?? uri.path;
      return { type: 'errors', file, errors: result.errors.slice(0, 1_000) };
    } catch (error) {
      return { type: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  #createDataServer({ uri }: Place, data: object, post: (message: FileMessage) => void) {
    const folder = Uri.joinPath(uri, '..');
    return createDataServer('path' in data && typeof data.path === 'string' ? data.path : undefined, {
      fs: workspace.fs,
      resolve: uri.scheme === 'untitled' ? undefined : (path) => Uri.joinPath(folder, path),
      trusted: () => workspace.isTrusted,
      post,
    });
  }

  #receive(message: Request): void {
    const { memory } = this.#options;
    switch (message.type) {
      case 'restart':
        void this.restart();
        break;
      case 'reveal':
        void this.#tracker.revealLine(message.line);
        break;
      case 'adapter':
        memory.saveAdapter(message.adapter);
        break;
      case 'measured':
        memory.saveChoices(message.adapter, message.choices);
        break;
      case 'process-start':
        if (this.#job) this.#processes?.start(message.run, this.#job, message.resume);
        break;
      case 'process-stop':
        this.#processes?.stop(message.run);
        break;
      case 'process-end':
        this.#processes?.end(message.run);
        break;
      default:
        void this.#data?.serve(message);
    }
  }
}
