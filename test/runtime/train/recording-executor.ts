// An executor that computes nothing: it records its calls and returns prepared results, to test the trainer by itself.
import type { Executor } from '../../../runtime/backends/backend.js';
import type { Batch, Metrics, Program, StepSettings } from '../../../runtime/ir/index.js';
import { noImage } from '../../../runtime/ir/index.js';

export interface Recording {
  /** The labels of each step's batch, empty places left out. */
  readonly steps: { readonly labels: number[]; readonly settings: StepSettings }[];
  readonly evaluations: number[][];
  readonly writes: Map<number, Float32Array>;
  disposals: number;
  /** Steps and evaluations not answered yet, at most. */
  mostUnderWay: number;
}

export function recordingExecutor(
  program: Program,
  answer: (step: number, images: number) => Metrics | Promise<Metrics> = (_, images) => ({
    lossSum: images,
    correct: images / 2,
  }),
): { executor: Executor; recording: Recording } {
  const recording: Recording = { steps: [], evaluations: [], writes: new Map(), disposals: 0, mostUnderWay: 0 };
  let underWay = 0;
  const respond = async (index: number, images: number): Promise<Metrics> => {
    underWay++;
    recording.mostUnderWay = Math.max(recording.mostUnderWay, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
    return answer(index, images);
  };
  const labelsOf = (batch: Batch) => [...batch.labels].filter((label) => label !== noImage);
  const executor: Executor = {
    backend: 'reference',
    description: 'a recording',
    program,
    allocatedBytes: 1234,
    step(batch, settings) {
      const labels = labelsOf(batch);
      recording.steps.push({ labels, settings });
      return respond(recording.steps.length, labels.length);
    },
    evaluate(batch) {
      const labels = labelsOf(batch);
      recording.evaluations.push(labels);
      return respond(-recording.evaluations.length, labels.length);
    },
    readSnapshot: async () => 0,
    trace: async () => {},
    read: async () => new Float32Array(),
    write: (tensor, values) => void recording.writes.set(tensor, values.slice()),
    dispose: () => void recording.disposals++,
  };
  return { executor, recording };
}
