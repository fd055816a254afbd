// Runs a program in plain TypeScript: the oracle of the tests, and the trainer where there is no GPU.

import type { Metrics } from '../../ir/index.js';
import {
  checkBatch,
  firstUpdate,
  keptTensors,
  type PartSettings,
  type Program,
  roundToF16,
  type StepSettings,
} from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import type { Executor } from '../backend.js';
import { type BoundInstruction, createMemory, type ReferenceMemory } from './memory.js';
import { compute } from './table.js';

export interface ReferenceOptions {
  /** `float64` serves as an oracle and takes twice the plan's memory. Default: `float32`. */
  readonly precision?: 'float32' | 'float64';
}

/** A batch whose images need not have passed through 32 bits. */
interface ReferenceBatch {
  readonly images: ArrayLike<number>;
  readonly labels: Uint32Array;
}

export interface ReferenceExecutor extends Executor {
  step(batch: ReferenceBatch, settings: StepSettings): Promise<Metrics>;
  evaluate(batch: ReferenceBatch): Promise<Metrics>;
  write(tensor: number, values: ArrayLike<number>): void;
  /** A tensor's numbers in full precision, after all that was asked for before. */
  values(tensor: number): Promise<Float64Array>;
}

/**
 * Allocates the plan's buffers and runs the program in them, on the calling thread. What is asked for is done in
 * turn; each step and evaluation waits for a turn of the event loop first, so that a page or terminal stays alive and
 * a stop is heard. Beside the plan's buffers it keeps some 64 KiB for convolutions, and a copy of each batch that
 * waits. What a program stores in halves is rounded to them, and takes the room of other numbers: its buffers are
 * then twice the plan's.
 */
export function createReferenceExecutor(
  program: Program,
  plan: Plan,
  { precision = 'float32' }: ReferenceOptions = {},
): ReferenceExecutor {
  let memory: ReferenceMemory | undefined = createMemory(program, plan, precision);
  const allocatedBytes = memory.bytes;
  let queue: Promise<unknown> = Promise.resolve();

  function present(): ReferenceMemory {
    if (!memory) throw new Error('the executor has been disposed of');
    return memory;
  }

  /** Does `work` after all that was asked for before. */
  function inTurn<T>(before: () => Promise<void> | undefined, work: (memory: ReferenceMemory) => T): Promise<T> {
    const result = queue.then(before).then(() => work(present()));
    queue = result.catch(() => undefined);
    return result;
  }

  async function run(kind: 'step' | 'evaluation', batch: ReferenceBatch, settings: StepSettings): Promise<Metrics> {
    checkBatch(program, batch);
    // The caller may fill its arrays anew while these wait for their turn.
    const given = { images: copyOf(batch.images), labels: batch.labels.slice() };
    return inTurn(eventLoopTurn, (present) => {
      take(present, given);
      for (const { place, settings: own } of course(kind, settings)) runInstruction(present[kind][place], present, own);
      const [lossSum, correct] = present.tensors[program.metrics];
      return { lossSum: lossSum, correct: correct };
    });
  }

  function take({ tensors }: ReferenceMemory, { images, labels }: ReferenceBatch): void {
    tensors[program.images].set(images);
    tensors[program.labels].set(labels);
  }

  /** What is to be done in which order: the work on each part, then, once, what follows. */
  function* course(kind: 'step' | 'evaluation', settings: StepSettings) {
    const { length } = program[kind];
    const once = kind === 'step' ? firstUpdate(program) : length;
    for (let part = 0; part < program.parts; part++) {
      const own: PartSettings = { ...settings, firstImage: part * (program.batch / program.parts) };
      for (let place = 0; place < once; place++) yield { place, settings: own };
    }
    for (let place = once; place < length; place++) yield { place, settings: { ...settings, firstImage: 0 } };
  }

  function runInstruction(instruction: BoundInstruction, { scratch }: ReferenceMemory, settings: PartSettings): void {
    compute(instruction.computation, instruction.inputs, instruction.outputs, { settings, scratch });
    for (const values of instruction.halves) values.set(values.map(roundToF16));
  }

  const copyOf = (values: ArrayLike<number>) =>
    precision === 'float64' ? new Float64Array(values) : new Float32Array(values);

  return {
    backend: 'reference',
    description: 'plain TypeScript on the CPU',
    program,
    allocatedBytes,
    step: (batch, settings) => run('step', batch, settings),
    evaluate: (batch) => run('evaluation', batch, { learningRate: 0, step: 0, seed: 0 }),
    read: (tensor) => inTurn(atOnce, ({ tensors }) => new Float32Array(tensors[tensor])),
    values: (tensor) => inTurn(atOnce, ({ tensors }) => new Float64Array(tensors[tensor])),
    write(tensor, values) {
      const { length } = present().tensors[tensor];
      if (values.length !== length) {
        throw new RangeError(`${program.tensors[tensor].name} has ${length} values, not ${values.length}`);
      }
      const copy = copyOf(values);
      // The only way to fail is that the executor is disposed of first, and then nobody can read the tensor.
      inTurn(atOnce, ({ tensors }) => tensors[tensor].set(copy)).catch(() => undefined);
    },
    keep: (into) =>
      inTurn(atOnce, ({ tensors }) => {
        const started = performance.now();
        keptTensors(program).forEach((tensor, index) => {
          into[index].set(tensors[tensor]);
        });
        return performance.now() - started;
      }),
    async trace(batch, settings, see) {
      checkBatch(program, batch);
      const given = { images: copyOf(batch.images), labels: batch.labels.slice() };
      return inTurn(eventLoopTurn, (present) => {
        take(present, given);
        for (const { place, settings: own } of course('step', settings)) {
          const instruction = program.step[place];
          runInstruction(present.step[place], present, own);
          const seen = (tensor: number) => see(tensor, new Float32Array(present.tensors[tensor]), instruction);
          if (instruction.outputs.some(seen)) return;
        }
      });
    },
    dispose() {
      memory = undefined;
    },
  };
}

const atOnce = () => undefined;

/** Lets whatever waits on the event loop run: input, painting, timers. */
function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
