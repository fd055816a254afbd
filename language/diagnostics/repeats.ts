// Diagnostics of repetitions, `[...]*N`.
import type { Range } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const badRepeat = defineDiagnostic({
  code: 'bad-repeat',
  severity: 'error',
  title: 'A repetition by something that is not a whole number',
  why: 'A piece of network is repeated 0, 1, 2, ... times; there is no half of a layer.',
  wrong: `network A { input(28x28x1) -> [conv(6) -> relu]*1.5 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*2 -> fc(10) }`,
  /** `value` describes what stands after `*`. */
  message: ({ value }: { readonly value: string }) =>
    `a piece of network is repeated a whole number of times, and this is ${value}.`,
});

export const repeatOrder = defineDiagnostic({
  code: 'repeat-order',
  severity: 'error',
  title: 'A repetition with the number in front',
  why: "The number comes after what it repeats, as in the textbook's `[CONV -> RELU]*2`.",
  wrong: `network A { input(28x28x1) -> 2*[conv(6) -> relu] -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*2 -> fc(10) }`,
  message: ({ text }: { readonly text: string }) => `the number comes after what it repeats: write ${text}.`,
  fixes: ({ text }, range) => [replaceWith(text, range)],
});

export const repeatNeedsParentheses = defineDiagnostic({
  code: 'repeat-needs-parentheses',
  severity: 'error',
  title: 'A repetition whose number needs parentheses',
  why:
    '`*` binds more tightly than `+` and `-`, so `[...]*n - 1` would repeat n times and then subtract 1 from a ' +
    'piece of network.',
  wrong: `block Stage(filters, n) { conv(filters, stride=2) -> relu -> [conv(filters) -> relu]*n - 1 }
network A { input(28x28x1) -> Stage(8, 3) -> fc(10) }`,
  right: `block Stage(filters, n) { conv(filters, stride=2) -> relu -> [conv(filters) -> relu]*(n - 1) }
network A { input(28x28x1) -> Stage(8, 3) -> fc(10) }`,
  message: ({ operator, count, text }: { readonly operator: string; readonly count: string; readonly text: string }) =>
    `\`*\` binds more tightly than \`${operator}\`, so this repeats ${count} times: write *${text}.`,
  fixes: ({ text }, range) => [replaceWith(text, range)],
});

export const repeatOneLayer = defineDiagnostic({
  code: 'repeat-one-layer',
  severity: 'warning',
  title: 'A repetition of the last layer only',
  why:
    '`*` binds more tightly than `->`, so `conv(8) -> relu*2` is one convolution and two rectifiers. A second ' +
    'rectifier changes nothing: the whole chain was probably meant.',
  wrong: `network A { input(28x28x1) -> conv(8) -> relu*2 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(8) -> relu]*2 -> fc(10) }`,
  /** `chain` is what a repeated chain would enclose: its first layer's text, and both ends. */
  message: ({ layer, count }: RepeatedLayer) =>
    `this repeats only ${layer}, because \`*\` binds more tightly than \`->\`: ` +
    `write [... -> ${layer}]*${count} to repeat a chain.`,
  fixes: ({ chain }) => {
    if (!chain) return [];
    const { first, start, end } = chain;
    const edits = [
      { range: { start, end: start }, newText: '[' },
      { range: { start: end, end }, newText: ']' },
    ];
    return [{ title: `Repeat from ${first} on`, edits }];
  },
});

interface RepeatedLayer {
  readonly layer: string;
  readonly count: string;
  readonly chain?: Range & { readonly first: string };
}

export const tensorRepeated = defineDiagnostic({
  code: 'tensor-repeated',
  severity: 'error',
  title: 'A tensor repeated',
  why: 'Layers can be repeated: each repetition places them again. A tensor is one value, and cannot.',
  wrong: `network A {
  x = input(28x28x1)
  x -> relu -> [x -> conv(6)]*2 -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1)
  x -> relu -> [conv(6)]*2 -> fc(10)
}`,
  message: () => 'a tensor cannot be repeated: repeat only layers.',
});
