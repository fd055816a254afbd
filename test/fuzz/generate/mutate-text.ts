// Damages a text as people and programs do: characters, tokens, lines, and splices of two files.
import type { Random } from '../random.js';
import { tokenPattern, tokens } from './corpus.js';

const odd = [
  ...['\0', '\r', '\r\n', '\n', '\t', '\u00a0', '\u2028', '\ufeff', '\u202e', '\ud800', '\udc00', 'é', '×', '😀'],
  ...['"', "'", '`', '\\', '/*', '*/', '//', '->', '-', '>', '=', '==', '<', '#', '@', '$', ';', '{', '}', '(', ')'],
  ...['[', ']', ',', '.', ':', '*', '/', '+', '0', '1', 'e9', '1e999', '-1', '99999999999999999999', '0x10', 'NaN'],
  ...['x', '28x28x1', '3x', '1K', '2GiB', '__proto__', 'constructor', 'toString', 'hasOwnProperty'],
];

type Mutation = (text: string, random: Random, other: string) => string;

const mutations: readonly Mutation[] = [
  (text, random) => splice(text, random.below(text.length + 1), 0, random.pick(odd)),
  (text, random) => splice(text, random.below(text.length), random.integer(1, 4), ''),
  (text, random) => splice(text, random.below(text.length), 1, String.fromCharCode(random.below(256))),
  (text, random) => onTokens(text, (all) => all.toSpliced(random.below(all.length), 1)),
  (text, random) => onTokens(text, (all) => all.toSpliced(random.below(all.length), 0, random.pick(all))),
  (text, random) => onTokens(text, (all) => all.with(random.below(all.length), random.pick(tokens))),
  (text, random) => onTokens(text, (all) => all.with(random.below(all.length), random.pick(odd))),
  (text, random) => onTokens(text, (all) => swap(all, random.below(all.length), random.below(all.length))),
  (text, random) => onLines(text, (all) => all.toSpliced(random.below(all.length), random.integer(1, 3))),
  (text, random) => onLines(text, (all) => all.toSpliced(random.below(all.length), 0, random.pick(all))),
  (text, random) => onLines(text, (all) => swap(all, random.below(all.length), random.below(all.length))),
  (text, random, other) => onLines(text, (all) => all.with(random.below(all.length), random.pick(other.split('\n')))),
  (text, random, other) => text.slice(0, random.below(text.length)) + other.slice(random.below(other.length)),
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => text.replaceAll('\n', random.pick(['\r', '\r\n', ' ', '\n\n', '\u2028'])),
];

/** `other` is the text that splices take parts of. */
export function mutateText(text: string, random: Random, other: string): string {
  let mutated = text;
  const times = random.pick([1, 1, 1, 2, 3, 8]);
  for (let time = 0; time < times; time++) mutated = random.pick(mutations)(mutated || ' ', random, other || ' ');
  return mutated;
}

function splice(text: string, start: number, removed: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

function onTokens(text: string, change: (all: string[]) => string[]): string {
  return change(text.match(tokenPattern) ?? [' ']).join('');
}

function onLines(text: string, change: (all: string[]) => string[]): string {
  return change(text.split('\n')).join('\n');
}

function swap<T>(items: readonly T[], a: number, b: number): T[] {
  return items.with(a, items[b]).with(b, items[a]);
}
