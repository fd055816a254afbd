// Program and plan -> the bytes of one WebAssembly module, and for every instruction the stages that compute it.
import type { Instruction, Program } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import { exportName, ModuleBuilder } from './emitter/index.js';
import { type ArithmeticName, arithmetics } from './kernels/arithmetic.js';
import { kernelOf } from './kernels/index.js';
import type { KernelOptions, KernelStage } from './kernels/kernel.js';
import { layOutProgram, type ProgramLayout } from './layout.js';
import { mostChunks, type Stage } from './threads/index.js';

/**
 * The stages of an instruction in order. Equal stages of different instructions share a function, whose parameters are
 * first, end, scratch, settings and the stage's addresses.
 */
type InstructionStages = readonly Stage[];

export interface CompiledProgram {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: ProgramLayout;
  /** Parallel to `program.step`. */
  readonly step: readonly InstructionStages[];
  /** Parallel to `program.evaluation`. */
  readonly evaluation: readonly InstructionStages[];
}

export interface CompileOptions extends KernelOptions {
  /** All that compute, this one included. More than one share the memory. */
  readonly threads: number;
}

/** Parameters before the addresses: first, end, scratch, settings. */
const leadingParameters = 4;

export function compileProgram(program: Program, plan: Plan, options: CompileOptions): CompiledProgram {
  const { arithmetic, threads } = options;
  const layout = layOutProgram(program, plan, threads);
  const module = new ModuleBuilder();
  const functions = new Map<string, number>();

  const stagesOf = (instruction: Instruction, workspace: number | undefined): InstructionStages => {
    const { computation, inputs, outputs } = instruction;
    const kernel = kernelOf(computation, options);
    const addresses = [
      workspace === undefined ? 0 : layout.buffers[workspace],
      ...[...inputs, ...outputs].map((id) => layout.tensors[id]),
    ];
    return kernel.stages.map((stage, index) => {
      const key = JSON.stringify([computation, inputs.length, outputs.length, index]);
      let functionIndex = functions.get(key);
      if (functionIndex === undefined) {
        functionIndex = emitStage(module, stage, instruction, arithmetic);
        functions.set(key, functionIndex);
      }
      return {
        name: exportName(functionIndex),
        units: stage.units,
        unitsOfChunk: unitsOfChunk(stage, threads),
        addresses,
      };
    });
  };
  const step = program.step.map((instruction, index) => stagesOf(instruction, plan.stepWorkspace[index]));
  const evaluation = program.evaluation.map((instruction, index) =>
    stagesOf(instruction, plan.evaluationWorkspace[index]),
  );
  return { bytes: module.bytes({ pages: layout.pages, shared: threads > 1 }), layout, step, evaluation };
}

function emitStage(
  module: ModuleBuilder,
  stage: KernelStage,
  { inputs, outputs }: Instruction,
  arithmetic: ArithmeticName,
): number {
  return module.function(leadingParameters + 1 + inputs.length + outputs.length, (f) => {
    const [first, end, scratch, settings, workspace, ...tensors] = f.parameters;
    stage.emit({
      ...{ f, first, end, scratch, settings, workspace },
      inputs: tensors.slice(0, inputs.length),
      outputs: tensors.slice(inputs.length),
      arithmetic: arithmetics[arithmetic],
    });
  });
}

/** Vector instructions in a chunk at least: some microseconds, beside which handing it out costs nothing. */
const leastCost = 20_000;

/** In a chunk of more than one unit at most: some 10 ms, after which a stop may be heard. */
const mostCost = 30_000_000;

/** Chunks for each thread: with several, a thread that is interrupted holds the others up for a part of its work. */
const chunksOfThread = 6;

function unitsOfChunk({ units, unitCost }: KernelStage, threads: number): number {
  const shared = threads === 1 ? units : Math.ceil(units / (threads * chunksOfThread));
  const least = Math.max(1, Math.ceil(leastCost / unitCost), Math.ceil(units / mostChunks));
  return Math.max(least, Math.min(shared, Math.floor(mostCost / unitCost)));
}
