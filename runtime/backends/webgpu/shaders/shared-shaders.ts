// Kernels whose source differs in constants alone share one shader, which reads those constants from a uniform table:
// llvmpipe compiles most kernels for a tenth of a second, and GoogLeNet's training step has 393 of 53 kinds.
// Constants that all kernels of a kind have in common stay literals, which compilers fold.
import { slotBytes } from '../variants/constants-table.js';
import { type Constant, type Segments, splitAtConstants } from './constants.js';
import type { Kernel } from './kernel.js';

/** Fields of a slot, of 32 bits each. */
const slotFields = slotBytes / 4;

export interface SharedKernels {
  /** In the order of the kernels; for those that share a shader the slot of their constants. */
  readonly kernels: readonly { readonly kernel: Kernel; readonly slot?: number }[];
  /** By slot: the bits of its constants. */
  readonly slots: readonly Uint32Array<ArrayBuffer>[];
}

/** Where a shader finds a constant: a literal in all kernels alike, a field, or nowhere (an array's size). */
type Place = number | 'literal' | 'omitted';

/** Joins kernels of a kind; those for which `mostSlots` leave no room stay as they are. */
export function shareShaders(kernels: readonly Kernel[], mostSlots: number): SharedKernels {
  /** Kernels of one kind, by their code. */
  const families = new Map<string, Map<string, { readonly kernel: Kernel; readonly segments: Segments }>>();
  for (const kernel of kernels) {
    if (kernel.source === undefined) continue;
    const segments = splitAtConstants(kernel.source);
    const skeleton = describeSkeleton(segments);
    const family = families.get(skeleton) ?? new Map();
    families.set(skeleton, family);
    family.set(kernel.code, { kernel, segments });
  }
  const slots: Uint32Array<ArrayBuffer>[] = [];
  const shared = new Map<string, { readonly code: string; readonly slot: number }>();
  for (const family of families.values()) {
    const members = [...family.values()];
    const { places, fields } = placeConstants(members.map(({ segments }) => segments.constants));
    const isRoom = slots.length + members.length <= mostSlots && fields <= slotFields;
    if (members.length === 1 || !isRoom) continue;
    for (const [ownCode, { kernel, segments }] of family) {
      const slot = new Uint32Array(slotFields);
      segments.constants.forEach((constant, index) => {
        const place = places[index];
        if (typeof place === 'number') slot[place] = bitsOf(constant);
      });
      shared.set(ownCode, { code: writeShared(segments, places, kernel.bindings.length), slot: slots.push(slot) - 1 });
    }
  }
  return { slots, kernels: kernels.map((kernel) => useShared(kernel, shared.get(kernel.code))) };
}

function useShared(kernel: Kernel, shared: { readonly code: string; readonly slot: number } | undefined) {
  if (!shared) return { kernel };
  const bindings = [...kernel.bindings, { kind: 'constants' as const }];
  return { kernel: { ...kernel, code: shared.code, bindings }, slot: shared.slot };
}

function describeSkeleton({ texts, constants }: Segments): string {
  let skeleton = texts[0];
  for (let index = 0; index < constants.length; index++) skeleton += `#${constants[index].kind}${texts[index + 1]}`;
  return skeleton;
}

/** By constant of the source: its place. Constants that are equal in every kernel share a field. */
function placeConstants(all: readonly (readonly Constant[])[]): { places: readonly Place[]; fields: number } {
  const fields = new Map<string, number>();
  const places = all[0].map(({ kind, literal }, index): Place => {
    const literals = all.map((constants) => constants[index].literal);
    if (literals.every((other) => other === literal)) return 'literal';
    if (kind === 'size') return 'omitted';
    const key = `${kind} ${literals}`;
    const field = fields.get(key) ?? fields.size;
    fields.set(key, field);
    return field;
  });
  return { places, fields: fields.size };
}

function writeShared({ texts, constants }: Segments, places: readonly Place[], binding: number): string {
  let code = texts[0];
  constants.forEach(({ kind, literal }, index) => {
    const place = places[index];
    if (kind === 'table') {
      code += `@group(0) @binding(${binding}) var<uniform> numbers: array<vec4u, ${slotFields / 4}>;\n`;
    } else if (place === 'literal') {
      code += literal;
    } else if (place !== 'omitted') {
      const bits = `numbers[${place >> 2}].${'xyzw'[place & 3]}`;
      code += kind === 'u32' ? bits : kind === 'i32' ? `i32(${bits})` : `bitcast<f32>(${bits})`;
    }
    code += texts[index + 1];
  });
  return code;
}

function bitsOf({ kind, literal }: Constant): number {
  const value = Number.parseFloat(literal);
  return kind === 'f32' ? new Uint32Array(Float32Array.of(value).buffer)[0] : value;
}
