// Delta debugging (Zeller and Hildebrandt, 2002): removes ever smaller parts of a failing input while it still fails.
import { type Fails, OutOfTime } from './kind.js';

const tokenPattern = /\s+|\/\/[^\r\n]*|"[^"\r\n]*"|->|[\w.]+|[\s\S]/gu;

/** By lines, then tokens, then characters. */
export async function minimiseText(text: string, fails: Fails<string>): Promise<string> {
  let smallest = text;
  for (const pattern of [/[^\n]*\n|[^\n]+/g, tokenPattern, /[\s\S]/gu]) {
    const parts = smallest.match(pattern) ?? [];
    smallest = (await minimiseList(parts, (fewer) => fails(fewer.join('')))).join('');
  }
  return smallest;
}

/** By runs of bytes; then every byte that can be 0 becomes 0. */
export async function minimiseBytes(bytes: Uint8Array, fails: Fails<Uint8Array>): Promise<Uint8Array> {
  const smallest = Uint8Array.from(await minimiseList([...bytes], (fewer) => fails(Uint8Array.from(fewer))));
  if (smallest.length > 2_000) return smallest;
  const places = [...smallest.keys()].filter((index) => smallest[index] !== 0);
  const zeroed = (kept: readonly number[]) => {
    const isKept = new Set(kept);
    return smallest.map((byte, index) => (isKept.has(index) ? byte : 0));
  };
  return zeroed(await minimiseList(places, (fewer) => fails(zeroed(fewer))));
}

/** A shorter list that still fails, of which no run of items can be left out, unless the time was too short. */
export async function minimiseList<T>(items: readonly T[], fails: Fails<readonly T[]>): Promise<readonly T[]> {
  let current = items;
  try {
    for (let size = Math.ceil(current.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let removed = true; removed; ) {
        removed = false;
        for (let start = 0; start < current.length; ) {
          const fewer = [...current.slice(0, start), ...current.slice(start + size)];
          if (await fails(fewer)) {
            current = fewer;
            removed = true;
          } else {
            start += size;
          }
        }
      }
    }
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
  }
  return current;
}

type Tree = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * Leaves out items and, with `fields`, fields of objects, at every depth, while the value still fails. A record's type
 * holds without `fields`.
 */
export async function minimiseValue(value: unknown, fails: Fails<unknown>, fields = true): Promise<unknown> {
  if (!isTree(value)) return value;
  const all = Object.entries(value);
  const entries =
    fields || Array.isArray(value) ? await minimiseList(all, (fewer) => fails(rebuild(value, fewer))) : all;
  let current = rebuild(value, entries);
  for (const [key] of Object.entries(current)) {
    const replace = (part: unknown) =>
      rebuild(
        current,
        Object.entries(current).map(([name, before]) => [name, name === key ? part : before]),
      );
    const before = (current as Record<string, unknown>)[key];
    const part = await minimiseValue(before, (smaller) => fails(replace(smaller)), fields);
    current = replace(part);
  }
  return current;
}

function isTree(value: unknown): value is Tree {
  return Array.isArray(value) || (typeof value === 'object' && value?.constructor === Object);
}

function rebuild(like: Tree, entries: readonly (readonly [string, unknown])[]): Tree {
  return Array.isArray(like) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}
