// Runs a program's generated module on the shared CPU executor, on one thread or several.
import { FaultError } from '../../faults/index.js';
import type { Instruction, Program } from '../../ir/index.js';
import { type Plan, stepDemand } from '../../memory/index.js';
import { type CpuExecutor, type CpuOps, createCpuExecutor, type RunInstruction, type Slices } from '../cpu/index.js';
import { type CompiledProgram, compileProgram } from './compile-program.js';
import { writeSettings } from './kernels/settings.js';
import type { WasmTarget } from './target.js';
import { createControl, createStageRunner, type Stage, type StageRunner, type StartThread } from './threads/index.js';

export interface WasmExecutorOptions {
  /** For people. */
  readonly description: string;
  /** Required where the plan's target has several threads. */
  readonly startThread: StartThread | undefined;
}

/**
 * What WebAssembly can address, but for what lies between the buffers. A larger plan is refused before anything is
 * compiled.
 */
const addressableBytes = 2 ** 32 - 2 ** 20;

/** Compiles before it resolves; the plan must be made for a target of this backend. Rejects with a FaultError. */
export async function createWasmExecutor(
  program: Program,
  plan: Plan,
  { description, startThread }: WasmExecutorOptions,
): Promise<CpuExecutor> {
  const target = plan.target as WasmTarget;
  const { threads } = target;
  if (plan.bytes > addressableBytes) {
    const limits = { free: addressableBytes, memory: 'address-space', detail: '' } as const;
    throw new FaultError({ kind: 'out-of-memory', ...stepDemand(program, plan), ...limits });
  }
  const compiled = compileProgram(program, plan, target);
  const { layout } = compiled;
  const memory = allocate(program, plan, { pages: layout.pages, shared: threads > 1 });
  const module = await WebAssembly.compile(compiled.bytes);
  const { stages, places } = tableOf(program, compiled);
  const { scratch, settings, scratchBytes } = layout;
  const job = { module, memory, control: createControl(threads > 1), stages, scratch, settings };
  const runner = createStageRunner({ job, threads, scratchBytes, startThread });
  return createCpuExecutor(program, plan, createOps({ compiled, memory, places, runner, description }));
}

function allocate(
  program: Program,
  plan: Plan,
  { pages, shared }: { readonly pages: number; readonly shared: boolean },
): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new FaultError({ kind: 'out-of-memory', ...stepDemand(program, plan), memory: 'machine', detail });
  }
}

interface StageTable {
  readonly stages: readonly Stage[];
  /** The places in `stages` of an instruction's, which lie side by side. */
  readonly places: ReadonlyMap<Instruction, readonly number[]>;
}

function tableOf(program: Program, { step, evaluation }: CompiledProgram): StageTable {
  const stages: Stage[] = [];
  const places = new Map<Instruction, readonly number[]>();
  const add = (instructions: readonly Instruction[], own: CompiledProgram['step']) => {
    for (const [index, instruction] of instructions.entries()) {
      places.set(
        instruction,
        own[index].map((stage) => stages.push(stage) - 1),
      );
    }
  };
  add(program.step, step);
  add(program.evaluation, evaluation);
  return { stages, places };
}

interface Parts {
  readonly compiled: CompiledProgram;
  readonly memory: WebAssembly.Memory;
  readonly places: StageTable['places'];
  readonly runner: StageRunner;
  readonly description: string;
}

function createOps({ compiled: { layout }, memory, places, runner, description }: Parts): CpuOps {
  const view = new DataView(memory.buffer);
  return {
    backend: 'wasm',
    description,
    Floats: Float32Array,
    allocate: (sizes) => sizes.map((_, index) => ({ memory: memory.buffer, offset: layout.buffers[index] })),
    bind({ instruction }): RunInstruction {
      const own = places.get(instruction);
      if (!own) throw new Error('the instruction is not of the program that was compiled');
      return (settings) => {
        writeSettings(view, layout.settings, settings);
        for (const [index, stage] of own.entries()) {
          runner.begin(stage);
          if (!runner.advance()) return finishInSlices(runner, own.slice(index + 1));
        }
        return undefined;
      };
    },
    dispose: () => runner.dispose(),
  };
}

/** Finishes a stage that has begun, then runs those after it. */
function* finishInSlices(runner: StageRunner, next: readonly number[]): Slices {
  let isDone = false;
  try {
    do yield;
    while (!runner.advance());
    for (const stage of next) {
      runner.begin(stage);
      while (!runner.advance()) yield;
    }
    isDone = true;
  } finally {
    if (!isDone) runner.abandon();
  }
}
