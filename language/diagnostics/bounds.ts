// Diagnostics of bounds: networks so large or so deep that they are a mistake, or would stop the editor.
import { formatCount, formatShape, type Shape } from '../../model/index.js';
import { defineDiagnostic } from './entry.js';

export const tooManyLayers = defineDiagnostic({
  code: 'too-many-layers',
  severity: 'error',
  title: 'A network of too many layers',
  why:
    'A network may have 20,000 layers; the deepest that people train have a few thousand. The bound keeps a mistyped ' +
    'number from stopping the editor.',
  wrong: `network A { input(28x28x1) -> [conv(6) -> relu]*1000000 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*10 -> fc(10) }`,
  /** `repeats`: how often the marked number repeats; absent where the layers placed so far are too many. */
  message({ of, limit, repeats }: { of: 'network' | 'file'; limit: number; repeats?: number }) {
    if (of === 'file') return `the networks of a file may have up to ${formatCount(limit)} layers: split the file.`;
    const cause =
      repeats === undefined ? 'this one has more from here on' : `this repeats ${formatCount(repeats)} times`;
    return `a network may have up to ${formatCount(limit)} layers: ${cause}.`;
  },
});

export const nestedTooDeeply = defineDiagnostic({
  code: 'nested-too-deeply',
  severity: 'error',
  title: 'Blocks nested too deeply',
  why:
    'More than sixty blocks and pieces inside one another are most likely a mistake, and without a bound a file ' +
    'could stop the program that reads it.',
  wrong: `block W(p) { [p]*1 }
network A {
  input(28x28x1) -> ${'W('.repeat(31)}relu${')'.repeat(31)}
  -> fc(10)
}`,
  right: `block W(p) { [p]*1 }
network A { input(28x28x1) -> W(relu) -> fc(10) }`,
  message: ({ limit }: { readonly limit: number }) =>
    `blocks and pieces are nested more than ${limit} deep here: use fewer inside one another.`,
});

export const tensorTooLarge = defineDiagnostic({
  code: 'tensor-too-large',
  severity: 'error',
  title: 'A tensor of too many values',
  why: 'A tensor may have 2^36 values, which take 256 GiB: no machine that this runs on has more.',
  wrong: `network A { input(65536x65536x3) -> conv(64) -> global_avgpool -> fc(10) }`,
  right: `network A { input(16x16x3) -> conv(64, 9x9) -> global_avgpool -> fc(10) }`,
  message: ({ output, values, limit }: { readonly output: Shape; readonly values: number; readonly limit: number }) =>
    `its output ${formatShape(output)} has ${values.toLocaleString('en-US')} values; ` +
    `a tensor may have up to ${formatCount(limit)}.`,
});

export const fieldBeyondCounting = defineDiagnostic({
  code: 'field-beyond-counting',
  severity: 'error',
  title: 'A receptive field that cannot be counted',
  why:
    'Every stride of 2 doubles how far apart neighbouring units look. After 53 of them the numbers are no longer ' +
    'exact, and no image is that large: the map has long been 1x1.',
  wrong: `network A { input(28x28x1) -> [conv(6, stride=2) -> relu]*60 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6, stride=2) -> relu]*2 -> fc(10) }`,
  message: () =>
    'a unit of this layer sees more than 2^53 pixels of the input, which cannot be counted: use fewer strides.',
});

export const figureNotExact = defineDiagnostic({
  code: 'figure-not-exact',
  severity: 'warning',
  title: 'A figure that is rounded',
  why: 'Figures are exact up to 2^53, about 9,000 T. No computer trains a network with larger ones.',
  wrong: `network A { input(65536x65536x16) -> fc(1000000) }`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*2 -> fc(10) }`,
  message: ({ figures }: { readonly figures: readonly string[] }) =>
    `the network's ${figures.join(' and ')} exceed 2^53: the figures are rounded.`,
});
