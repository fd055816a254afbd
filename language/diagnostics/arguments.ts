// Diagnostics of the arguments of a call: missing, unknown, too many, given twice, or of the wrong kind.
import type { Range } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const missingArgument = defineDiagnostic({
  code: 'missing-argument',
  severity: 'error',
  title: 'An argument that must be given',
  why: 'Some arguments have no sensible default: how many filters a convolution has is the design itself.',
  wrong: `network A { input(28x28x1) -> conv -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  /** `branches` is how many branches a join has, `numbers` how many numbers `max` has. */
  message(args: MissingArgument) {
    if ('parameter' in args) return `${args.callee} needs the argument \`${args.parameter}\`.`;
    if ('numbers' in args) return `${args.callee} compares two or more numbers, and this has ${args.numbers}.`;
    return `${args.callee} joins two or more branches, and this has ${args.branches}.`;
  },
  isFolded: ({ isBlock = false }) => isBlock,
});

type MissingArgument = Pick<Callee, 'callee' | 'isBlock'> &
  ({ readonly parameter: string } | { readonly branches: number } | { readonly numbers: number });

export const argumentTwice = defineDiagnostic({
  code: 'argument-twice',
  severity: 'error',
  title: 'An argument given twice',
  why: 'Only one value can be meant: delete the other.',
  wrong: `network A { input(28x28x1) -> conv(6, 5x5, kernel=3x3) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5) -> fc(10) }`,
  message: ({ parameter }: { readonly parameter: string }) => `\`${parameter}\` is given twice: delete one of them.`,
});

export const positionalAfterNamed = defineDiagnostic({
  code: 'positional-after-named',
  severity: 'error',
  title: 'An argument without a name after one with a name',
  why: 'An argument without a name is matched by its position, and positions are only counted up to the first name.',
  wrong: `network A { input(28x28x1) -> conv(6, stride=2, 5x5) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 5x5, stride=2) -> fc(10) }`,
  message: () => 'arguments without a name come before those with a name: move this one, or give it its name.',
});

export const tooManyArguments = defineDiagnostic({
  code: 'too-many-arguments',
  severity: 'error',
  title: 'More arguments than a layer takes',
  why: 'An argument that no parameter takes would be ignored, and the layer would not be the one written.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu(0.1) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> leaky_relu(0.1) -> fc(10) }`,
  message: ({ position, callee, parameters }: Callee & { readonly position: number }) =>
    `this is argument ${position}, and ${callee} ${takes(parameters)}.`,
  isFolded: ({ isBlock = false }) => isBlock,
});

export const unknownArgument = defineDiagnostic({
  code: 'unknown-argument',
  severity: 'error',
  title: 'An argument that a layer does not have',
  why:
    'Arguments with a name may come in any order, so a misspelt one cannot be recognised by its position. The names ' +
    'that other libraries use are recognised, and the fix writes the one used here.',
  wrong: `network A { input(28x28x1) -> conv(6, kernel_size=5) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, kernel=5) -> fc(10) }`,
  message(args: UnknownArgument) {
    if ('join' in args) return `the branches of ${args.join} have no names.`;
    if ('defaults' in args) {
      return `\`defaults\` takes arguments of ${args.defaults}, each with its name: ${args.signature}.`;
    }
    const { callee, name, near, belongsTo, parameters } = args;
    const unknown = `${callee} has no argument \`${name}\``;
    if (belongsTo) return `${unknown}: it belongs to \`${belongsTo.parameter}\`, as in ${belongsTo.text}.`;
    return near ? `${unknown}: did you mean \`${near}\`?` : `${unknown}: it ${takes(parameters)}.`;
  },
  fixes(args) {
    if (!('name' in args)) return [];
    const { near, nameRange, belongsTo } = args;
    return [
      ...(near ? [replaceWith(near, nameRange)] : []),
      ...(belongsTo?.range ? [replaceWith(belongsTo.text, belongsTo.range)] : []),
    ];
  },
  isFolded: (args) => 'isBlock' in args && args.isBlock === true,
});

type UnknownArgument =
  /** A join, whose branches are written without names. */
  | { readonly join: string }
  /** A layer in `defaults`, and its parameters. */
  | { readonly defaults: string; readonly signature: string }
  | (Callee & {
      readonly name: string;
      readonly nameRange: Range;
      readonly near?: string;
      /** A parameter whose own value takes this argument; `range` is replaced where the parameter is not given yet. */
      readonly belongsTo?: { readonly parameter: string; readonly text: string; readonly range?: Range };
    });

interface Callee {
  readonly callee: string;
  /** A block: many calls that do not fit it mean that its parameters were changed. */
  readonly isBlock?: boolean;
  /** The names of its parameters. */
  readonly parameters: readonly string[];
}

function takes(parameters: readonly string[]): string {
  return parameters.length === 0 ? 'takes no arguments' : `takes ${parameters.join(', ')}`;
}

export const wrongArgument = defineDiagnostic({
  code: 'wrong-argument',
  severity: 'error',
  title: 'An argument of the wrong kind or outside its range',
  why: 'Every argument has a kind (a whole number, a size, true or false) and a range in which the layer is defined.',
  wrong: `network A { input(28x28x1) -> conv(6) -> dropout(50) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> dropout(0.5) -> fc(10) }`,
  /** `reason` says what the parameter takes and what it was given; its type knows. */
  message: ({ parameter, reason }: { readonly parameter: string; readonly reason: string }) =>
    `\`${parameter}\` ${reason}`,
});

export const pieceArguments = defineDiagnostic({
  code: 'piece-arguments',
  severity: 'error',
  title: 'Arguments given to a piece',
  why: 'A piece is a chain with a name, and has no parameters. A chain with parameters is a block.',
  wrong: `network A {
  unit = conv(6) -> relu
  input(28x28x1) -> unit(8) -> fc(10)
}`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(8) -> fc(10) }`,
  message: ({ name }: { readonly name: string }) =>
    `\`${name}\` is a chain with a name, and takes no arguments: write it as a block with parameters.`,
});
