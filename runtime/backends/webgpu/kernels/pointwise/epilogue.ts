// What is done to a result's values before they are stored (see `Epilogue` in runtime/program), in WGSL. A kernel calls
// `stored` with each value it would store, and declares and binds what that reads.
import { type Epilogue, epilogueInputs, stepInputs } from '../../../../ir/epilogue.js';
import type { Instruction, WithEpilogue } from '../../../../ir/index.js';
import { input, type StorageBuffer } from '../../shaders/kernel.js';
import { f32 } from '../../shaders/wgsl.js';
import { curveOf } from './activation-functions.js';
import { dropped } from './dropout-mask.js';

export interface Finish {
  /** What it reads: to be bound after the kernel's own buffers. */
  readonly buffers: readonly StorageBuffer[];
  /** It reads the step's settings. */
  readonly settings: boolean;
  /** WGSL functions, and the alias `T` of the result's type; for `declared`. */
  readonly declarations: readonly string[];
  /** WGSL for what is stored at element `at` (u32) of the result, where the kernel has computed `value`. */
  stored(value: string, at: string): string;
}

/** How a kernel stores its first output: elements of `type`, `size` of them, in the buffer `name`. */
interface Result {
  readonly type: StorageBuffer['type'];
  readonly size: number;
  readonly name: string;
}

/** How many inputs an instruction has beside those of its epilogue. */
export function ownInputs({ computation, inputs }: Instruction): number {
  return inputs.length - epilogueInputs((computation as WithEpilogue).epilogue);
}

/** Values are stored as they are. */
const unfinished: Finish = { buffers: [], settings: false, declarations: [], stored: (value) => value };

export function finishOf(instruction: Instruction, { type, size, name }: Result): Finish {
  const { epilogue = [] } = instruction.computation as WithEpilogue;
  if (epilogue.length === 0) return unfinished;
  const width = type === 'vec4f' ? 4 : 1;
  const buffers: StorageBuffer[] = [];
  const functions: string[] = [];
  let index = ownInputs(instruction);
  /** The names under which a step finds what it reads. */
  const readsOf = (step: Epilogue): string[] =>
    Array.from({ length: stepInputs(step) }, () => {
      const which = index++;
      // What lies where the result goes is bound once, as the result.
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
  const lineOf = (step: Epilogue, place: number): string => {
    const [first, second, ...affine] = readsOf(step);
    switch (step.kind) {
      case 'pointwise': {
        const { declarations, value } = curveOf(step.function);
        functions.push(...declarations, `fn step${place}(x: T) -> T { return ${value}; }`);
        return `v = step${place}(v);`;
      }
      case 'pointwise-gradient': {
        const { declarations, gradient } = curveOf(step.function);
        functions.push(...declarations, `fn step${place}(at: T, dy: T) -> T { return ${gradient}; }`);
        return `v = step${place}(${first}[i], v);`;
      }
      case 'add':
        return `v += ${first}[i];`;
      case 'dropout': {
        const { declarations, value } = dropped(step, 'v', 'i', width);
        functions.push(...declarations);
        return `v = ${value};`;
      }
      case 'normalise': {
        const c = `i % ${step.channels / width}u`;
        const scale = step.scale ? ` * ${affine[0]}[${c}]` : '';
        const shift = step.shift ? ` + ${affine.at(-1)}[${c}]` : '';
        return `v = (v - ${first}[${c}]) * inverseSqrt(${second}[${c}] + ${f32(step.eps)})${scale}${shift};`;
      }
    }
  };
  const lines = epilogue.map(lineOf);
  return {
    buffers,
    settings: epilogue.some(({ kind }) => kind === 'dropout'),
    declarations: [
      `alias T = ${type};`,
      ...functions,
      `fn finished(value: T, i: u32) -> T {
  var v = value;
  ${lines.join('\n  ')}
  return v;
}`,
    ],
    stored: (value, at) => `finished(${value}, ${at})`,
  };
}
