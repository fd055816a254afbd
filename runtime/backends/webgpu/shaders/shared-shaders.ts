// Kernels that differ in numbers alone become one text, which finds those numbers in a uniform: llvmpipe compiles
// most kernels for a tenth of a second, and GoogLeNet's training step has 393 of them, which are of 53 kinds. Numbers
// that all kernels of a kind have in common stay in the text, where compilers make the most of them.
import { slotBytes } from '../variants/constants-table.js';
import type { Kernel } from './kernel.js';

/** That a slot holds, of 32 bits. */
const mostNumbers = slotBytes / 4;

export interface SharedKernels {
  /** In the order of the kernels, and for those that share a text the slot of their numbers. */
  readonly kernels: readonly { readonly kernel: Kernel; readonly slot?: number }[];
  /** By slot: the bits of its numbers. */
  readonly slots: readonly Uint32Array<ArrayBuffer>[];
}

/** In this order: what must be a number, the storage buffers' sizes, any other number and what says its type. */
const token =
  /@\w+\(\d+\)|(?<=var<storage, \w+> \w+: )array<\w+(?:<\w+>)?, (?<size>\d+)>|array<\w+, \d+>|(?<![\w.])(?<number>\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?<suffix>[uf]?)(?![\w.])/g;

type Kind = 'size' | 'i32' | 'u32' | 'f32';
interface Part {
  readonly kind: Kind;
  readonly value: number;
}

/** Kernels of one kind, and which of their numbers differ. */
interface Family {
  readonly texts: Map<string, readonly Part[]>;
}

/** Joins kernels of a kind; those for which `mostSlots` have no room stay as they are. */
export function shared(kernels: readonly Kernel[], mostSlots: number): SharedKernels {
  const families = new Map<string, Family>();
  for (const { code } of kernels) {
    const { skeleton, parts } = anatomyOf(code);
    const family = families.get(skeleton) ?? { texts: new Map() };
    families.set(skeleton, family);
    family.texts.set(code, parts);
  }
  const slots: Uint32Array<ArrayBuffer>[] = [];
  const made = new Map<string, { readonly code: string; readonly slot: number }>();
  for (const { texts } of families.values()) {
    const all = [...texts.values()];
    const fields = fieldsOf(all);
    const isRoom = slots.length + all.length <= mostSlots && Math.max(-1, ...fields) < mostNumbers;
    if (all.length === 1 || !isRoom) continue;
    for (const [text, parts] of texts) {
      const numbers = new Uint32Array(mostNumbers);
      parts.forEach((part, index) => {
        const field = fields[index];
        if (field >= 0) numbers[field] = bitsOf(part);
      });
      made.set(text, { code: withFields(text, fields), slot: slots.push(numbers) - 1 });
    }
  }
  return { slots, kernels: kernels.map((kernel) => joined(kernel, made.get(kernel.code))) };
}

function joined(kernel: Kernel, made: { readonly code: string; readonly slot: number } | undefined) {
  if (!made) return { kernel };
  const { bindings } = kernel;
  const declaration = `@group(0) @binding(${bindings.length}) var<uniform> numbers: array<vec4u, ${mostNumbers / 4}>;\n`;
  const code = made.code.replace('@compute', () => `${declaration}@compute`);
  return { kernel: { ...kernel, code, bindings: [...bindings, { kind: 'numbers' as const }] }, slot: made.slot };
}

function anatomyOf(code: string): { skeleton: string; parts: readonly Part[] } {
  const parts: Part[] = [];
  const skeleton = eachPart(code, (part, text) => {
    parts.push(part);
    return part.kind === 'size' ? text.replace(/\d+>$/, '#>') : `#${part.kind}`;
  });
  return { skeleton, parts };
}

function eachPart(code: string, change: (part: Part, text: string) => string): string {
  return code.replace(token, (text, ...rest) => {
    const { size, number, suffix } = rest.at(-1) as Record<string, string | undefined>;
    if (size !== undefined) return change({ kind: 'size', value: Number(size) }, text);
    if (number === undefined) return text;
    const kind = suffix === 'u' ? 'u32' : suffix === 'f' || /[.e]/.test(number) ? 'f32' : 'i32';
    return change({ kind, value: Number(number) }, text);
  });
}

/**
 * By part: the field where kernels of the kind find it, those of the same values having one; -1 where all have the
 * same number.
 */
function fieldsOf(all: readonly (readonly Part[])[]): readonly number[] {
  const known = new Map<string, number>();
  return all[0].map(({ kind }, index) => {
    const values = all.map((parts) => parts[index].value);
    if (values.every((value) => value === values[0])) return -1;
    // A buffer's size is asked for by nobody: the binding tells it.
    if (kind === 'size') return -2;
    const name = `${kind} ${values}`;
    const field = known.get(name) ?? known.size;
    known.set(name, field);
    return field;
  });
}

function withFields(code: string, fields: readonly number[]): string {
  let index = 0;
  return eachPart(code, ({ kind }, text) => {
    const field = fields[index++];
    if (field === -1) return text;
    if (kind === 'size') return text.replace(/, \d+>$/, '>');
    const bits = `numbers[${field >> 2}].${'xyzw'[field & 3]}`;
    return kind === 'u32' ? bits : kind === 'i32' ? `i32(${bits})` : `bitcast<f32>(${bits})`;
  });
}

function bitsOf({ kind, value }: Part): number {
  return kind === 'f32' ? new Uint32Array(Float32Array.of(value).buffer)[0] : value;
}
