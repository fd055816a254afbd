// Runs a program on the calling thread, in memory laid out by the plan; the backend supplies the computations.
import {
  type BatchValues,
  checkBatch,
  describeLabels,
  firstUpdate,
  type Instruction,
  type Metrics,
  type MicroBatchSettings,
  type Program,
  readMetrics,
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
  readonly targets: Values;
}

export interface CpuExecutor extends Executor {
  step(batch: BatchValues, settings: StepSettings, signal?: AbortSignal): Promise<Metrics>;
  evaluate(batch: BatchValues, signal?: AbortSignal): Promise<Metrics>;
  write(tensor: number, values: ArrayLike<number>): void;
  /** A tensor's values in full precision, after all calls before. */
  values(tensor: number): Promise<Float64Array>;
}

interface Prepared extends CpuMemory {
  readonly step: readonly RunInstruction[];
  readonly evaluation: readonly RunInstruction[];
}

type Phase = 'step' | 'evaluation';

interface PhaseRun {
  readonly phase: Phase;
  readonly settings: StepSettings;
  readonly signal: AbortSignal | undefined;
}

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
    batch: BatchValues,
    signal: AbortSignal | undefined,
    work: (prepared: Prepared) => Promise<T>,
  ): Promise<T> {
    checkBatch(program, batch);
    // The caller may fill its arrays again while these wait.
    const copy = spare.pop() ?? {
      images: new ops.Floats(batch.images.length),
      labels: new Uint32Array(batch.labels.length),
      targets: new ops.Floats(batch.targets?.length ?? 0),
    };
    copy.images.set(batch.images);
    copy.labels.set(batch.labels);
    if (batch.targets) copy.targets.set(batch.targets);
    return enqueue(async (prepared) => {
      if (isDue()) await pause(signal);
      signal?.throwIfAborted();
      prepared.tensors[program.images].set(copy.images);
      prepared.tensors[program.labels].set(copy.labels);
      if (program.targets !== undefined) prepared.tensors[program.targets].set(copy.targets);
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

  const firstUpdates: Readonly<Record<Phase, number>> = {
    step: firstUpdate(program),
    evaluation: program.evaluation.length,
  };

  /**
   * Runs the instructions in order: those of each micro-batch, then, in a step, the updates once. Updates are not
   * aborted: an aborted step leaves all parameters as they were, or all updated.
   * @param stopsAfter called after each instruction with its place
   */
  async function runPhase(
    prepared: Prepared,
    { phase, settings: stepSettings, signal }: PhaseRun,
    stopsAfter: (index: number) => boolean = () => false,
  ): Promise<void> {
    const described = describeLabels(program, prepared.tensors[program.labels] as Uint32Array);
    const { [phase]: instructions } = prepared;
    const { [phase]: updates } = firstUpdates;
    const { batch, microBatches } = program;
    for (let microBatch = 0; microBatch <= microBatches; microBatch++) {
      const areUpdates = microBatch === microBatches;
      const firstImage = areUpdates ? 0 : microBatch * (batch / microBatches);
      const settings: MicroBatchSettings = { ...stepSettings, ...described, firstImage };
      const [first, end] = areUpdates ? [updates, instructions.length] : [0, updates];
      for (let index = first; index < end; index++) {
        const rest = runInstruction(instructions[index], settings, areUpdates ? undefined : signal);
        if (rest) await rest;
        if (stopsAfter(index)) return;
      }
    }
  }

  const run = (batch: BatchValues, phaseRun: PhaseRun): Promise<Metrics> =>
    enqueueBatch(batch, phaseRun.signal, async (prepared) => {
      await runPhase(prepared, phaseRun);
      return readMetrics(program, prepared.tensors[program.metrics]);
    });

  return {
    backend: ops.backend,
    description: ops.description,
    program,
    allocatedBytes,
    step: (batch, settings, signal) => run(batch, { phase: 'step', settings, signal }),
    evaluate: (batch, signal) => run(batch, { phase: 'evaluation', settings: inference, signal }),
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
    trace: (batch, settings, see, signal) =>
      enqueueBatch(batch, signal, (prepared) =>
        runPhase(prepared, { phase: 'step', settings, signal }, (index) => {
          const instruction = program.step[index];
          return instruction.outputs.some((tensor) =>
            see(tensor, new Float32Array(prepared.tensors[tensor]), instruction),
          );
        }),
      ),
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
