// Diagnostics of blocks, and of what may stand in them: outputs and assertions belong to networks.
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const recursion = defineDiagnostic({
  code: 'recursion',
  severity: 'error',
  title: 'A block that contains itself',
  why: 'Such a block has no end: each copy holds another copy. A repetition is written `[...]*N`.',
  wrong: `block Deep(n) { conv(n) -> Deep(n) }
network A { input(28x28x1) -> Deep(6) -> fc(10) }`,
  right: `block Unit(n) { conv(n) -> relu }
network A { input(28x28x1) -> Unit(6)*4 -> fc(10) }`,
  message: ({ block }: { readonly block: string }) =>
    `${block} uses itself, so it would never end: write [...]*N to repeat layers.`,
});

export const outputInBlock = defineDiagnostic({
  code: 'output-in-block',
  severity: 'error',
  title: 'An output named in a block',
  why:
    'A block has one result, its chain without a name. The outputs that a network is trained by belong to the ' +
    'network.',
  wrong: `block Head { output(fc(10)) }
network A { input(28x28x1) -> Head }`,
  right: `block Head { fc(10) }
network A { input(28x28x1) -> Head }`,
  message: (_: { readonly meant?: string }) =>
    'only a network has outputs; the result of a block is its one chain without a name.',
  fixes: ({ meant }, range) => (meant ? [replaceWith(meant, range)] : []),
});

export const assertInBlock = defineDiagnostic({
  code: 'assert-in-block',
  severity: 'error',
  title: 'An assertion in a block',
  why: "An assertion is about a network's totals, and a block alone has none.",
  wrong: `block Head {
  assert params < 10K
  fc(10)
}
network A { input(28x28x1) -> Head }`,
  right: `block Head { fc(10) }
network A {
  assert params < 10K
  input(28x28x1) -> Head
}`,
  message: () => '`assert` is about a whole network: move it into the network.',
});

export const assertionFails = defineDiagnostic({
  code: 'assertion-fails',
  severity: 'error',
  title: 'An assertion that does not hold',
  why: 'An assertion states a bound that the design must keep. The message gives the actual figure.',
  wrong: `network A {
  assert params < 1K
  input(28x28x1) -> fc(10)
}`,
  right: `network A {
  assert params < 10K
  input(28x28x1) -> fc(10)
}`,
  message({ figure, left, operator, right }: { figure: string; left: number; operator: string; right: number }) {
    const [actual, bound] = [left.toLocaleString('en-US'), right.toLocaleString('en-US')];
    return `this does not hold: ${figure} is ${actual}, and ${actual} ${operator} ${bound} is false.`;
  },
});
