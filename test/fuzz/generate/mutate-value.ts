// Damages plain data as a foreign page or an edited store might: values, fields, keys and depths.
import type { Random } from '../random.js';

const odd: readonly unknown[] = [
  ...[undefined, null, true, false, '', 'text', '__proto__', 'constructor', 'x'.repeat(20_000), [], {}, [[]]],
  ...[0, -0, -1, 0.5, 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, 5e-324, Number.NaN, Infinity, -Infinity],
  ...[10n, new Date(0), /x/, new Map([['a', 1]]), new Set([1]), new Uint8Array(3), new Float64Array(2)],
  ...[new ArrayBuffer(8), new Error('sent'), JSON.parse('{"__proto__": {"polluted": true}}'), Array(50).fill(1)],
];

const keys = ['__proto__', 'constructor', 'toString', 'length', 'type', 'kind', 'id', '0', ''];

/** A copy with one to four changes; also of the whole. */
export function mutateValue(value: unknown, random: Random): unknown {
  let mutated = value;
  const times = random.pick([1, 1, 2, 4]);
  for (let time = 0; time < times; time++) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(value: unknown, random: Random): unknown {
  if (random.chance(0.1)) return random.pick(odd);
  if (Array.isArray(value)) return mutateArray(value, random);
  if (typeof value === 'object' && value?.constructor === Object) return mutateObject(value, random);
  if (typeof value === 'number' && random.chance(0.5)) return random.pick([-value, value + 0.5, value * 1e6, -1, 0]);
  if (typeof value === 'string' && random.chance(0.5)) return value + random.pick(['\0', 'x', '\u202e', '../', ' ']);
  return random.pick(odd);
}

function mutateArray(items: readonly unknown[], random: Random): unknown[] {
  const place = random.below(items.length + 1);
  if (place === items.length || random.chance(0.1)) return items.toSpliced(place, 0, random.pick(odd));
  if (random.chance(0.1)) return items.toSpliced(place, 1);
  return items.with(place, mutateOnce(items[place], random));
}

function mutateObject(value: object, random: Random): unknown {
  const entries: [string, unknown][] = Object.entries(value);
  const place = random.below(entries.length + 1);
  if (place === entries.length) return fromEntries([...entries, [random.pick(keys), random.pick(odd)]]);
  const [key, part] = entries[place];
  if (random.chance(0.1)) return fromEntries(entries.toSpliced(place, 1));
  if (random.chance(0.05)) return fromEntries(entries.with(place, [random.pick(keys), part]));
  return fromEntries(entries.with(place, [key, mutateOnce(part, random)]));
}

/** Also defines `__proto__` as a field of its own, as JSON.parse does. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}
