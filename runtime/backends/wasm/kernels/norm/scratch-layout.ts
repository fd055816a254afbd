// Where the pieces of a kernel's scratch memory lie.
import { type I32, i32, type Local } from '../../emitter/index.js';
import { type StageContext, vectorBytes } from '../kernel.js';

export interface ScratchLayout<Name extends string> {
  readonly bytes: number;
  /** The addresses in this thread's scratch memory. */
  addresses(context: StageContext): Readonly<Record<Name, Local<'i32'>>>;
}

/** Pieces of so many bytes, each at whole vectors from the beginning. */
export function layOutScratch<Name extends string>(pieces: Readonly<Record<Name, number>>): ScratchLayout<Name> {
  const names = Object.keys(pieces) as Name[];
  const offsets = new Map<Name, number>();
  let bytes = 0;
  for (const name of names) {
    offsets.set(name, bytes);
    bytes += Math.ceil(pieces[name] / vectorBytes) * vectorBytes;
  }
  return {
    bytes,
    addresses({ f, scratch }) {
      const address = (name: Name): I32 => i32.add(scratch, offsets.get(name) ?? 0);
      return Object.fromEntries(names.map((name) => [name, f.local('i32', address(name))])) as Record<
        Name,
        Local<'i32'>
      >;
    },
  };
}
