// Damages the bytes of a file: bits, bytes, header fields, runs, and its length.
import type { Random } from '../random.js';

/** Sizes that readers must not believe. */
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 65_536, 1_000_000];

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, random) => setByte(bytes, placeIn(bytes, random), random.below(256)),
  (bytes, random) => {
    const place = placeIn(bytes, random);
    return setByte(bytes, place, bytes[place] ^ (1 << random.below(8)));
  },
  (bytes, random) => {
    if (bytes.length < 4) return bytes;
    const changed = Uint8Array.from(bytes);
    const place = Math.min(placeIn(bytes, random), bytes.length - 4);
    new DataView(changed.buffer).setUint32(place, random.pick(extremes), random.chance(0.5));
    return changed;
  },
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => removeRun(bytes, random.below(bytes.length + 1), random.integer(1, 64)),
  (bytes, random) => {
    const start = random.below(bytes.length + 1);
    const run = bytes.subarray(start, start + random.integer(1, 64));
    return concat(bytes.subarray(0, start), run, bytes.subarray(start));
  },
  (bytes, random) => concat(bytes, new Uint8Array(random.pick([1, 100, 100_000]))),
];

export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  const times = random.pick([1, 1, 2, 3, 10]);
  for (let time = 0; time < times; time++) mutated = random.pick(mutations)(mutated, random);
  return mutated;
}

/** More often near the beginning, where headers are. */
function placeIn(bytes: Uint8Array, random: Random): number {
  return random.below(random.chance(0.5) ? Math.min(bytes.length, 64) : bytes.length);
}

function setByte(bytes: Uint8Array, place: number, value: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (place < changed.length) changed[place] = value;
  return changed;
}

function removeRun(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return concat(bytes.subarray(0, start), bytes.subarray(start + length));
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
