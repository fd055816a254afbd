// Runs a program's generated module on the shared CPU executor.
import type { Program } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import { type CpuExecutor, type CpuOps, createCpuExecutor, type RunInstruction } from '../cpu/index.js';
import { computeInSlices } from '../reference/index.js';
import { type CompiledProgram, compileProgram, type InstructionCalls } from './compile-program.js';
import { exportName } from './emitter/index.js';
import { writeSettings } from './kernels/settings.js';
import type { WasmTarget } from './target.js';

export interface WasmExecutorOptions {
  /** For people. */
  readonly description: string;
}

type KernelFunction = (...values: number[]) => void;

/** Compiles before it resolves; the plan must be made for a target of this backend. */
export async function createWasmExecutor(
  program: Program,
  plan: Plan,
  { description }: WasmExecutorOptions,
): Promise<CpuExecutor> {
  const target = plan.target as WasmTarget;
  const compiled = compileProgram(program, plan, target);
  const { pages } = compiled.layout;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: target.threads > 1 });
  const { instance } = await WebAssembly.instantiate(compiled.bytes, { env: { memory } });
  const functionAt = (index: number) => instance.exports[exportName(index)] as KernelFunction;
  return createCpuExecutor(program, plan, createOps({ program, compiled, memory, functionAt, description }));
}

interface Parts {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  readonly memory: WebAssembly.Memory;
  readonly description: string;
  functionAt(index: number): KernelFunction;
}

function createOps({ program, compiled, memory, functionAt, description }: Parts): CpuOps {
  const { layout, step, evaluation } = compiled;
  const calls = new Map<unknown, InstructionCalls>([
    ...program.step.map((instruction, index) => [instruction, step[index]] as const),
    ...program.evaluation.map((instruction, index) => [instruction, evaluation[index]] as const),
  ]);
  const view = new DataView(memory.buffer);
  let scratchValues = new Float32Array(0);
  const scratch = (length: number) => {
    if (scratchValues.length < length) scratchValues = new Float32Array(length);
    return scratchValues;
  };
  return {
    backend: 'wasm',
    description,
    Floats: Float32Array,
    allocate: (sizes) => sizes.map((_, index) => ({ memory: memory.buffer, offset: layout.buffers[index] })),
    bind({ instruction, inputs, outputs }): RunInstruction {
      const own = calls.get(instruction);
      if (!own) {
        return (settings) => computeInSlices(instruction.computation, inputs, outputs, { settings, scratch });
      }
      const { settings: at } = layout;
      const bound = own.map((call) => ({ ...call, run: functionAt(call.functionIndex) }));
      return (settings) => {
        writeSettings(view, at, settings);
        for (const { run, units, addresses } of bound) run(0, units, layout.scratch, at, ...addresses);
      };
    },
  };
}
