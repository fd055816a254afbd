// Diagnostics of names: unknown, declared twice, never used, or hiding a built-in.
import type { Range } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';
import { type Suggestion, suggestionSuffix } from './suggestion.js';

export const unknownName = defineDiagnostic({
  code: 'unknown-name',
  severity: 'error',
  title: 'An unknown name',
  why:
    'A name is a layer of the language, a block, a parameter or a binding. The names that PyTorch, Keras and Caffe ' +
    'give their layers are recognised, and the fix writes what they are called here.',
  wrong: `network A { input(28x28x1) -> Conv2d(1, 6, kernel_size=5) -> relu -> Linear(4704, 10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5) -> relu -> fc(10) }`,
  message(args: UnknownName) {
    const unknown = `nothing is called \`${args.name}\` here`;
    if ('foreign' in args) return `${unknown}: write \`${args.foreign.text}\`.`;
    if ('noLayer' in args) return `\`defaults\` sets the defaults of layers, and \`${args.name}\` is not a layer.`;
    return unknown + suggestionSuffix(args);
  },
  fixes(args, range) {
    if ('foreign' in args) return [replaceWith(args.foreign.text, args.foreign.range)];
    return 'near' in args && args.near !== undefined ? [replaceWith(args.near, range)] : [];
  },
  isFolded: () => true,
});

type UnknownName = { readonly name: string } & (
  | Suggestion
  /** What another library's name means here, and the call it replaces. */
  | { readonly foreign: { readonly text: string; readonly range: Range } }
  /** In `defaults`, where only layers may stand. */
  | { readonly noLayer: true }
);

export const nameTwice = defineDiagnostic({
  code: 'name-twice',
  severity: 'error',
  title: 'A name given twice',
  why: 'A name stands for one thing, so that a reader who finds it knows what it means everywhere.',
  wrong: `block Unit(n) { conv(n) -> relu }
block Unit(n) { conv(n, 5x5) -> relu }
network A { input(28x28x1) -> Unit(6) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
block Wide(n) { conv(n, 5x5) -> relu }
network A { input(28x28x1) -> Unit(6) -> Wide(6) -> fc(10) }`,
  /** `of` is the block of a parameter. */
  message: ({ name, what, of }: { name: string; what: 'block' | 'network' | 'parameter' | 'binding'; of?: string }) =>
    what === 'binding'
      ? `\`${name}\` has a value already: choose another name.`
      : `there is already a ${what} called \`${name}\`${of === undefined ? '' : ` in ${of}`}: choose another name.`,
});

export const unused = defineDiagnostic({
  code: 'unused',
  severity: 'error',
  title: 'A name that is never used',
  why:
    'The layers that a name holds are not part of the network until something uses the name. Most often a branch was ' +
    'forgotten.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  skip = x -> conv(6, 1x1)
  x -> conv(6) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  skip = x -> conv(6, 1x1)
  x -> add(conv(6), skip) -> fc(10)
}`,
  message: ({ name }: { readonly name: string }) => `\`${name}\` is never used, so its layers are not in the network.`,
});

export const builtinHere = defineDiagnostic({
  code: 'builtin-here',
  severity: 'error',
  title: 'A built-in declared in a file',
  why:
    'The layers are declared by the language itself, because a layer also needs a shape rule, a cost and kernels. A ' +
    'file adds blocks to them.',
  wrong: `builtin layer mish
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `block Mish { relu }
network A { input(28x28x1) -> conv(6) -> Mish -> fc(10) }`,
  message: () => 'built-ins are declared by the language itself: declare a `block` instead.',
});

export const hidesBuiltin = defineDiagnostic({
  code: 'hides-builtin',
  severity: 'advice',
  title: 'A name that hides a built-in',
  why:
    'A file may give its blocks and tensors any name, so that a layer added to the language later breaks no file. ' +
    'But a reader who knows the built-in will mistake the name for it.',
  wrong: `block swish(n) { conv(n) -> relu }
network A { input(28x28x1) -> swish(8) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(8) -> fc(10) }`,
  message: ({ name, builtin }: { readonly name: string; readonly builtin: string }) =>
    `in this file \`${name}\` hides the built-in ${builtin}: another name would be clearer.`,
});
