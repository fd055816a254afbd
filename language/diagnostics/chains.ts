// Diagnostics of chains: where a network starts, what flows into what, and what its result is.
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const noNetwork = defineDiagnostic({
  code: 'no-network',
  severity: 'error',
  title: 'A file without a network',
  why:
    'A file needs a network, or blocks for other files to import; otherwise there is nothing to measure or to ' +
    'train.',
  wrong: '// Nothing is written here yet',
  right: 'network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }',
  message: () => 'the file has no network: write one as `network Name { input(28x28x1) -> ... }`.',
});

export const nothingFed = defineDiagnostic({
  code: 'nothing-fed',
  severity: 'error',
  title: 'A layer that nothing flows into',
  why:
    'A network starts with `input`, and every layer takes the output of the one before it. Most often an arrow is ' +
    'missing.',
  wrong: `network A { input(28x28x1) -> conv(6) relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  message(args: NothingFed) {
    switch (args.kind) {
      case 'start':
        return 'nothing flows into this: is `->` missing before it, or `input(28x28x1) ->` at the start?';
      case 'output':
        return 'nothing flows into this: an output starts with `input` or a named tensor.';
      case 'brackets':
        return `arguments are written in parentheses: write \`${args.text}\`.`;
      case 'repetition':
        return `a repetition is written with \`*\`: write \`${args.text}\`.`;
    }
  },
  fixes(args, range) {
    if (args.kind === 'output') return [];
    if (args.kind !== 'start') return [replaceWith(args.text, range)];
    const edits = [{ range: { start: range.start, end: range.start }, newText: '-> ' }];
    return args.first ? [] : [{ title: 'Put `->` before it', edits }];
  },
});

type NothingFed =
  /** `first`: nothing stands before it that could flow into it. */
  | { readonly kind: 'start'; readonly first: boolean }
  | { readonly kind: 'output' }
  /** `conv[8]` and `[...] x 2`, which are read as two statements; `text` is how they are written. */
  | { readonly kind: 'brackets' | 'repetition'; readonly text: string };

export const notALayer = defineDiagnostic({
  code: 'not-a-layer',
  severity: 'error',
  title: 'A value where a layer is needed',
  why: '`->` leads from layer to layer. A number or a size is an argument, in parentheses.',
  wrong: `network A { input(28x28x1) -> conv(6) -> 10 }`,
  right: `network A { input(28x28x1) -> conv(6) -> fc(10) }`,
  /** `value` describes what stands there; `computes` is a function such as `max`, and `near` the layer likely meant. */
  message(args: { readonly value: string } | { readonly computes: string; readonly near?: string }) {
    if ('value' in args) return `a layer is expected here, and this is ${args.value}.`;
    const { computes, near } = args;
    const meant = near === undefined ? '.' : `: did you mean \`${near}\`?`;
    return `a layer is expected here, and \`${computes}\` computes a number${meant}`;
  },
});

export const tensorFed = defineDiagnostic({
  code: 'tensor-fed',
  severity: 'error',
  title: 'A tensor that something flows into',
  why:
    'A tensor already has its values: nothing can flow into it. A chain starts with it, or joins it by `add`, `mul` ' +
    'or `concat`.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  x -> conv(6) -> x -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  x -> conv(6) -> add(identity, x) -> fc(10)
}`,
  message: ({ name }: { readonly name: string }) =>
    `\`${name}\` is a tensor, and nothing can flow into a tensor: start a chain with it, or join it by \`add\`.`,
});

export const joinIgnoresInput = defineDiagnostic({
  code: 'join-ignores-input',
  severity: 'error',
  title: 'A join that ignores its input',
  why:
    'A join whose branches are all tensors is a tensor itself, and would not use what flows into it. Start a chain ' +
    'with it, or make one branch a layer, such as `identity`.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  y = x -> conv(6)
  x -> conv(6) -> add(x, y) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  y = x -> conv(6)
  x -> conv(6) -> add(identity, x, y) -> fc(10)
}`,
  message: ({ join }: { readonly join: string }) =>
    `${join} joins only tensors here and ignores its input: start a chain with it, or add \`identity\` to its ` +
    'branches.',
});

export const twoInputs = defineDiagnostic({
  code: 'two-inputs',
  severity: 'error',
  title: 'A second input',
  why: 'A network has one input. To start a second path from it, give the input a name.',
  wrong: `network A {
  a = input(28x28x1) -> conv(6)
  b = input(28x28x1) -> conv(6)
  add(a, b) -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1)
  a = x -> conv(6)
  b = x -> conv(6)
  add(a, b) -> fc(10)
}`,
  message: () => 'a network has one input, and this is a second one: give the first a name, and start with that.',
});

export const noOutput = defineDiagnostic({
  code: 'no-output',
  severity: 'error',
  title: 'A network or block without a result',
  why: 'The result is the one chain without a name, or in a network the arguments of its `output(...)` calls.',
  wrong: `network A { x = input(28x28x1) -> fc(10) }`,
  right: `network A { input(28x28x1) -> fc(10) }`,
  message: () => 'this has no result: one of its chains must be without a name.',
});

export const twoResults = defineDiagnostic({
  code: 'two-results',
  severity: 'error',
  title: 'A second chain without a name',
  why: 'A network or block has one result. Any other chain has a name, or is an `output(...)` of the network.',
  wrong: `network A {
  x = input(28x28x1) -> conv(6)
  x -> fc(10)
  x -> global_avgpool -> fc(10)
}`,
  right: `network A {
  x = input(28x28x1) -> conv(6)
  main = x -> fc(10)
  side = x -> global_avgpool -> fc(10)
  output(main)
  output(side, weight=0.3)
}`,
  /** `beside`: what the network has already. */
  message: ({ beside }: { readonly beside: 'chain' | 'outputs' }) =>
    beside === 'chain'
      ? 'this is a second chain without a name: give it a name (`name = ...`), or join it with `->`.'
      : 'the results of this network are its outputs, so this chain is unused: give it a name, or write output(...).',
});
