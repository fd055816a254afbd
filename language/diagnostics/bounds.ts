// Diagnostics of bounds: networks so large or so deep that they are a mistake, or would stop the editor.
import { formatCount, formatShape, type Shape } from '../../model/index.js';
import type { ExceededLimit } from '../budget.js';
import { limits, type Resource } from '../limits.js';
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

export const tooMuchWork = defineDiagnostic({
  code: 'too-much-work',
  severity: 'error',
  title: 'A file that takes too much work to read',
  why:
    'A short text can ask for endless work: repeats without layers inside one another, or long arguments that every ' +
    'call of a block computes again. The limits are far above what a network needs, and keep the editor quick.',
  wrong: `network A {
  input(28x28x1) ${'-> [relu*0]*20000 '.repeat(5)}
  -> fc(10)
}`,
  right: `network A { input(28x28x1) -> [conv(6) -> relu]*3 -> fc(10) }`,
  message({ resource, of, limit }: ExceededLimit<Work>) {
    const most = formatCount(limit);
    const sentences: Readonly<Record<Work, string>> = {
      tokens: `a file and those it imports may have up to ${most} words and signs together: import fewer files.`,
      expansions: `a ${of} may have up to ${most} calls and repeats, and this is one more: use smaller numbers.`,
      evaluations:
        `a ${of} may have up to ${most} numbers and names, those of a block counted in each of its calls, ` +
        'and this is one more: write shorter blocks, or use them less often.',
      reports:
        `a ${of} may have up to ${most} mistakes, those of a block counted in each of its calls, and this is one ` +
        'more: correct the first ones.',
      diagnostics: `a file may have up to ${most} messages, and this would be one more: correct the first ones.`,
    };
    return sentences[resource];
  },
});

/** What a file may spend apart from its layers, which have a diagnostic of their own, and from its text. */
export type Work = Exclude<Resource, 'statements' | 'errors' | 'layers'>;

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
    'exact, and no image is that large: the map has long been 1x1. Where branches are upsampled by large ' +
    'factors and joined, units see thousands of different parts of the input; no network in use comes near that.',
  wrong: `network A { input(28x28x1) -> [conv(6, stride=2) -> relu]*60 -> fc(10) }`,
  right: `network A { input(28x28x1) -> [conv(6, stride=2) -> relu]*2 -> fc(10) }`,
  message: ({ uncounted }: { readonly uncounted: 'pixels' | 'units' }) =>
    uncounted === 'pixels'
      ? 'a unit of this layer sees more than 2^53 pixels of the input, which cannot be counted: use fewer strides.'
      : `the units of this layer see more than ${formatCount(limits.fieldSteps)} different parts of the input, or ` +
        `parts at more than ${limits.fieldSlopes} different strides: upsample by smaller factors, and join branches ` +
        'of equal strides.',
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
