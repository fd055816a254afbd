// Runs a program on the calling thread, in memory laid out by the plan; the backend supplies the computations.
import {
  type Batch,
  checkBatch,
  describePartialBatch,
  firstUpdate,
  type Instruction,
  type Metrics,
  type MicroBatchSettings,
  type Program,
  roundToF16,
  type StepSettings,
  snapshotTensors,
} from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import type { Executor } from '../backend.js';
import { yieldToEventLoop } from './event-loop.js';
import { type CpuMemory, layOutMemory, type Values } from './memory.js';
import type { CpuOps, RunInstruction, Slices } from './ops.js';

/** A copy of a batch, in the width that the backend computes in. */
interface BatchCopy {
  readonly images: Values;
  readonly labels: Uint32Array;
}

/** A batch whose images may have 64 bits. */
interface CpuBatch extends Omit<Batch, 'images'> {
  readonly images: ArrayLike<number>;
}

export interface CpuExecutor extends Executor {
  step(batch: CpuBatch, settings: StepSettings, signal?: AbortSignal): Promise<Metrics>;
  evaluate(batch: CpuBatch, signal?: AbortSignal): Promise<Metrics>;
  write(tensor: number, values: ArrayLike<number>): void;
  /** A tensor's values in full precision, after all calls before. */
  values(tensor: number): Promise<Float64Array>;
}

interface Prepared extends CpuMemory {
  readonly step: readonly RunInstruction[];
  readonly evaluation: readonly RunInstruction[];
}

interface Scheduled {
  readonly index: number;
  readonly settings: MicroBatchSettings;
}

type Phase = 'step' | 'evaluation';

const inference: StepSettings = { learningRate: 0, step: 0, seed: 0 };

/** Milliseconds of work after which the event loop runs: short steps run many to a turn of it. */
const pauseEvery = 50;

/**
 * Allocates the plan's buffers at once. Calls run in order; the event loop runs every 50 ms, so that a page or terminal
 * stays responsive and an abort arrives. Besides the plan's buffers it holds copies of the batches that wait, for
 * later ones too. Values with f16 storage are rounded to f16.
 */
export function createCpuExecutor(program: Program, plan: Plan, ops: CpuOps): CpuExecutor {
  let prepared: Prepared | undefined = prepare(program, plan, ops);
  const allocatedBytes = prepared.bytes;
  let queue: Promise<unknown> = Promise.resolve();

  function present(): Prepared {
    if (!prepared) throw new Error('the executor has been disposed of');
    return prepared;
  }

  /** Runs `work` after all calls before it. */
  function enqueue<T>(work: (prepared: Prepared) => T | Promise<T>): Promise<T> {
    const result = queue.then(() => work(present()));
    queue = result.catch(() => undefined);
    return result;
  }

  /** Copies of batches that were run, for the next ones. */
  const spare: BatchCopy[] = [];
  let due = performance.now() + pauseEvery;
  const isDue = () => performance.now() >= due;

  /** Lets the event loop run; then throws if the executor was disposed of, or if the work was aborted. */
  async function pause(signal: AbortSignal | undefined): Promise<void> {
    await yieldToEventLoop();
    due = performance.now() + pauseEvery;
    signal?.throwIfAborted();
    present();
  }

  /** Like `enqueue`, with the batch in the program's tensors. */
  async function enqueueBatch<T>(
    batch: CpuBatch,
    signal: AbortSignal | undefined,
    work: (prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    checkBatch(program, batch);
    // The caller may fill its arrays again while these wait.
    const copy = spare.pop() ?? {
      images: new ops.Floats(batch.images.length),
      labels: new Uint32Array(batch.labels.length),
    };
    copy.images.set(batch.images);
    copy.labels.set(batch.labels);
    return enqueue(async (prepared) => {
      if (isDue()) await pause(signal);
      signal?.throwIfAborted();
      prepared.tensors[program.images].set(copy.images);
      prepared.tensors[program.labels].set(copy.labels);
      spare.push(copy);
      return work(prepared);
    });
  }

  /** Runs an instruction, of which no promise is made unless the event loop is due to run. */
  function runInstruction(
    run: RunInstruction,
    settings: MicroBatchSettings,
    signal?: AbortSignal,
  ): Promise<void> | undefined {
    const slices = run(settings);
    if (slices) return runSlices(slices, signal);
    return isDue() ? pause(signal) : undefined;
  }

  async function runSlices(slices: Slices, signal: AbortSignal | undefined): Promise<void> {
    for (const _ of slices) if (isDue()) await pause(signal);
    if (isDue()) await pause(signal);
  }

  const run = (phase: Phase, batch: CpuBatch, stepSettings: StepSettings, signal?: AbortSignal): Promise<Metrics> =>
    enqueueBatch(batch, signal, async (prepared) => {
      const partial = describePartialBatch(prepared.tensors[program.labels] as Uint32Array);
      for (const { index, settings } of schedule(program, phase, { ...stepSettings, partial })) {
        // Updates are not aborted: an aborted step leaves all parameters as they were, or all updated.
        const isUpdate = phase === 'step' && index >= firstUpdate(program);
        const rest = runInstruction(prepared[phase][index], settings, isUpdate ? undefined : signal);
        if (rest) await rest;
      }
      const metrics = prepared.tensors[program.metrics];
      return { lossSum: metrics[0], correct: metrics[1] };
    });

  return {
    backend: ops.backend,
    description: ops.description,
    program,
    allocatedBytes,
    step: (batch, settings, signal) => run('step', batch, settings, signal),
    evaluate: (batch, signal) => run('evaluation', batch, inference, signal),
    read: (tensor) => enqueue(({ tensors }) => new Float32Array(tensors[tensor])),
    values: (tensor) => enqueue(({ tensors }) => new Float64Array(tensors[tensor])),
    write(tensor, values) {
      const { length } = present().tensors[tensor];
      if (values.length !== length) {
        throw new RangeError(`${program.tensors[tensor].name} has ${length} values, not ${values.length}`);
      }
      const copy = ops.Floats.from(values);
      // Fails only after `dispose`, when the tensor can no longer be read.
      enqueue(({ tensors }) => tensors[tensor].set(copy)).catch(() => undefined);
    },
    readSnapshot: (into) =>
      enqueue(({ tensors }) => {
        const started = performance.now();
        for (const [index, tensor] of snapshotTensors(program).entries()) into[index].set(tensors[tensor]);
        return performance.now() - started;
      }),
    trace: (batch, stepSettings, see, signal) =>
      enqueueBatch(batch, signal, async (prepared) => {
        const partial = describePartialBatch(prepared.tensors[program.labels] as Uint32Array);
        for (const { index, settings } of schedule(program, 'step', { ...stepSettings, partial })) {
          const instruction = program.step[index];
          await runInstruction(prepared.step[index], settings, signal);
          const stops = (tensor: number) => see(tensor, new Float32Array(prepared.tensors[tensor]), instruction);
          if (instruction.outputs.some(stops)) return;
        }
      }),
    dispose() {
      if (prepared) ops.dispose?.();
      prepared = undefined;
    },
  };
}

function prepare(program: Program, plan: Plan, ops: CpuOps): Prepared {
  const memory = layOutMemory(program, plan, ops);
  const { tensors } = memory;
  const bind = (instruction: Instruction): RunInstruction => {
    const [inputs, outputs] = [instruction.inputs, instruction.outputs].map((ids) => ids.map((id) => tensors[id]));
    const run = ops.bind({ instruction, inputs, outputs });
    const rounded = instruction.outputs.filter((id) => program.tensors[id].type === 'f16').map((id) => tensors[id]);
    if (rounded.length === 0) return run;
    return function* (settings): Slices {
      yield* run(settings) ?? [];
      for (const values of rounded) values.set(values.map(roundToF16));
    };
  };
  return { ...memory, step: program.step.map(bind), evaluation: program.evaluation.map(bind) };
}

/** The instructions in order: those of each micro-batch, then, in a step, the updates once. */
function* schedule(
  program: Program,
  phase: Phase,
  settings: Omit<MicroBatchSettings, 'firstImage'>,
): Generator<Scheduled> {
  const { length } = program[phase];
  const first = phase === 'step' ? firstUpdate(program) : length;
  for (let microBatch = 0; microBatch < program.microBatches; microBatch++) {
    const own = { ...settings, firstImage: microBatch * (program.batch / program.microBatches) };
    for (let index = 0; index < first; index++) yield { index, settings: own };
  }
  for (let index = first; index < length; index++) yield { index, settings: { ...settings, firstImage: 0 } };
}
