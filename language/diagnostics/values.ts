// Diagnostics of numbers, sizes and arithmetic.
import type { Range } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const badNumber = defineDiagnostic({
  code: 'bad-number',
  severity: 'error',
  title: 'A number that cannot be read',
  why:
    'A number may end in K, M or G (thousands, millions, billions) or in KiB, MiB or GiB (bytes). A size with a ' +
    'computed side is written as a tuple, `(1, k)`.',
  wrong: `block Row(k) { conv(8, 1xk) }
network A { input(28x28x1) -> Row(3) -> fc(10) }`,
  right: `block Row(k) { conv(8, (1, k)) }
network A { input(28x28x1) -> Row(3) -> fc(10) }`,
  /** `size` is the tuple that a size with a computed side is written as. */
  message: ({ text, unit, size }: { readonly text: string; readonly unit: string; readonly size?: string }) =>
    size === undefined
      ? `\`${text}\` is not a number, because \`${unit}\` is not a unit: K, M and G are thousands, millions and ` +
        'billions; KiB, MiB and GiB are bytes.'
      : `\`${text}\` is not a number: a size with a computed side is written ${size}.`,
  fixes: ({ size }, range) => (size === undefined ? [] : [replaceWith(size, range)]),
});

export const divisionByZero = defineDiagnostic({
  code: 'division-by-zero',
  severity: 'error',
  title: 'A division by zero',
  why: 'A division by zero has no value.',
  wrong: `block Split(n) { conv(64/n) }
network A { input(28x28x1) -> Split(0) -> fc(10) }`,
  right: `block Split(n) { conv(64/n) }
network A { input(28x28x1) -> Split(2) -> fc(10) }`,
  message: ({ dividend }: { readonly dividend: number }) => `${dividend} / 0 has no value.`,
});

export const unevenDivision = defineDiagnostic({
  code: 'uneven-division',
  severity: 'error',
  title: 'A division of whole numbers with a remainder',
  why:
    'Channels and windows are whole numbers: a division that rounded silently would make another network than the ' +
    'one written.',
  wrong: `block Squeeze(ratio) { conv(channels/ratio, 1x1) }
network A { input(28x28x1) -> conv(64) -> relu -> Squeeze(3) -> fc(10) }`,
  right: `block Squeeze(ratio) { conv(channels/ratio, 1x1) }
network A { input(28x28x1) -> conv(64) -> relu -> Squeeze(4) -> fc(10) }`,
  message: ({ dividend, divisor }: { readonly dividend: number; readonly divisor: number }) =>
    `${dividend} / ${divisor} leaves a remainder of ${dividend % divisor}: choose a divisor that divides it evenly.`,
});

export const notANumber = defineDiagnostic({
  code: 'not-a-number',
  severity: 'error',
  title: 'Arithmetic on something that is not a number',
  why: '`+ - * /` and the comparisons of `assert` work on numbers. A size is not a number: `2*3x3` has no meaning.',
  wrong: `network A { input(28x28x1) -> conv(6, 2*3x3) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 6x6, pad=(2, 2, 3, 3)) -> fc(10) }`,
  message(args: WrongOperand) {
    switch (args.kind) {
      case 'operand':
        return `\`${args.operator}\` takes numbers, and this is ${args.value}.`;
      case 'assertion':
        return 'an assertion compares two numbers.';
      case 'foreign':
        return `nothing can be subtracted from a layer: write ${args.text}.`;
      case 'arrow':
        return 'nothing can be subtracted from a layer: an arrow is written `->`.';
    }
  },
  fixes(args) {
    if (args.kind === 'foreign') return [replaceWith(args.text, args.range)];
    return args.kind === 'arrow' ? [{ title: 'Write ->', edits: [{ range: args.minus, newText: ' -> ' }] }] : [];
  },
});

type WrongOperand =
  /** `value` describes the operand. */
  | { readonly kind: 'operand'; readonly operator: string; readonly value: string }
  | { readonly kind: 'assertion' }
  /** `FC-4096`, as the textbook's tables write a layer, and what it is called here. */
  | { readonly kind: 'foreign'; readonly text: string; readonly range: Range }
  /** `conv(8) - relu`. */
  | { readonly kind: 'arrow'; readonly minus: Range };

export const sizeProduct = defineDiagnostic({
  code: 'size-product',
  severity: 'warning',
  title: 'A product where a size was probably meant',
  why: '`3*3` is 9, and a window of 9 is 9x9: nine times the weights of the 3x3 that was probably meant.',
  wrong: `network A { input(28x28x1) -> conv(6, 3*3) -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 3x3) -> relu -> fc(10) }`,
  message({ left, right }: { readonly left: string; readonly right: string }) {
    const product = Number(left) * Number(right);
    return `${left}*${right} is ${product}, a size of ${product}x${product}: write ${left}x${right} for the size.`;
  },
  fixes: ({ left, right }, range) => [replaceWith(`${left}x${right}`, range)],
});

export const sizeSpelling = defineDiagnostic({
  code: 'size-spelling',
  severity: 'error',
  title: 'A size with spaces, commas, a capital X or a multiplication sign',
  why: 'A size is one word, so that `3x3` is never taken for a product.',
  wrong: `network A { input(28 x 28 x 1) -> conv(6) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> fc(10) }`,
  /** `separate`: written as several arguments or as a product. */
  message: ({ sides, separate }: { readonly sides: readonly number[]; readonly separate: boolean }) =>
    separate
      ? `a size is one word, height x width x channels: write ${sides.join('x')}.`
      : `a size is written without spaces and with a small x: write ${sides.join('x')}.`,
  fixes: ({ sides }, range) => [replaceWith(sides.join('x'), range)],
});
