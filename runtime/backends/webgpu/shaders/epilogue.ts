// The epilogue of a kernel (`Epilogue` in runtime/ir): what is applied to a result's values before they are stored,
// in WGSL. A kernel binds `buffers`, declares `declare(emit)`, and stores `apply(value, at)` in place of `value`.
import { type Epilogue, epilogueInputs, stepInputs } from '../../../ir/epilogue.js';
import type { Instruction, WithEpilogue } from '../../../ir/index.js';
import { activationFunction } from './activation-functions.js';
import { emitDropoutMask } from './dropout-mask.js';
import type { Emitter } from './emitter.js';
import { input, type StorageBuffer } from './kernel.js';
import { f32, wgsl } from './wgsl.js';

export interface EpilogueCode {
  /** What it reads, bound after the kernel's own buffers. */
  readonly buffers: readonly StorageBuffer[];
  /** Whether it reads the step's settings. */
  readonly settings: boolean;
  /** WGSL functions, and the alias `T` of the result's type; for `declared`. */
  declare(emit: Emitter): readonly string[];
  /** The value to store at element `at` (u32) of the result, where the kernel has computed `value`. */
  apply(value: string, at: string): string;
}

/** How a kernel stores its first output. */
interface Result {
  readonly type: StorageBuffer['type'];
  /** Elements of that type. */
  readonly size: number;
  readonly name: string;
}

/** How many inputs an instruction has beside those of its epilogue. */
export function ownInputs({ computation, inputs }: Instruction): number {
  return inputs.length - epilogueInputs((computation as WithEpilogue).epilogue);
}

const noEpilogue: EpilogueCode = { buffers: [], settings: false, declare: () => [], apply: (value) => value };

export function emitEpilogue(instruction: Instruction, { type, size, name }: Result): EpilogueCode {
  const { epilogue = [] } = instruction.computation as WithEpilogue;
  if (epilogue.length === 0) return noEpilogue;
  const width = type === 'vec4f' ? 4 : 1;
  const buffers: StorageBuffer[] = [];
  let index = ownInputs(instruction);
  /** The buffers that a step reads. */
  const bindInputs = (step: Epilogue): string[] =>
    Array.from({ length: stepInputs(step) }, () => {
      const which = index++;
      // An input in the result's place is bound once, as the result.
      if (which === instruction.inPlace) return name;
      const buffer = `finish${which}`;
      buffers.push({
        name: buffer,
        type,
        size: step.kind === 'normalise' ? step.channels / width : size,
        binding: input(which),
      });
      return buffer;
    });
  const steps = epilogue.map((step) => ({ step, reads: bindInputs(step) }));
  return {
    buffers,
    settings: epilogue.some(({ kind }) => kind === 'dropout'),
    declare(emit) {
      const functions: string[] = [];
      const lines = steps.map(({ step, reads }, place) => {
        const { declarations, line } = emitStep(emit, { step, reads, place, width });
        functions.push(...declarations);
        return line;
      });
      return [
        `alias T = ${type};`,
        ...functions,
        `fn finished(value: T, i: u32) -> T {
  var v = value;
  ${lines.join('\n  ')}
  return v;
}`,
      ];
    },
    apply: (value, at) => `finished(${value}, ${at})`,
  };
}

interface Step {
  readonly step: Epilogue;
  /** The buffers it reads. */
  readonly reads: readonly string[];
  readonly place: number;
  readonly width: 1 | 4;
}

/** A statement that applies one step to `v` at element `i`, and the functions it calls. */
function emitStep(
  { load }: Emitter,
  { step, reads, place, width }: Step,
): { readonly declarations: readonly string[]; readonly line: string } {
  const [first, second, ...affine] = reads;
  switch (step.kind) {
    case 'pointwise': {
      const { declarations, value } = activationFunction(step.function);
      const call = `fn step${place}(x: T) -> T { return ${value}; }`;
      return { declarations: [...declarations, call], line: `v = step${place}(v);` };
    }
    case 'pointwise-gradient': {
      const { declarations, gradient } = activationFunction(step.function);
      const call = `fn step${place}(at: T, dy: T) -> T { return ${gradient}; }`;
      return { declarations: [...declarations, call], line: `v = step${place}(${load(first, 'i')}, v);` };
    }
    case 'add':
      return { declarations: [], line: `v += ${load(first, 'i')};` };
    case 'dropout': {
      const { declarations, value } = emitDropoutMask(step, 'v', 'i', width);
      return { declarations, line: `v = ${value};` };
    }
    case 'normalise': {
      const c = wgsl`i % ${step.channels / width}u`;
      const scale = step.scale ? ` * ${load(affine[0], c)}` : '';
      const shift = step.shift ? ` + ${load(affine[affine.length - 1], c)}` : '';
      const inverse = `inverseSqrt(${load(second, c)} + ${f32(step.eps)})`;
      return { declarations: [], line: `v = (v - ${load(first, c)}) * ${inverse}${scale}${shift};` };
    }
  }
}
