// Diagnostics of what a network learns to answer: its output's shape and its loss.
import { formatShape, formatSize, type Goal, type Shape } from '../../model/index.js';
import type { Edit } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';

export const targetDoesNotFit = defineDiagnostic({
  code: 'target-does-not-fit',
  severity: 'error',
  title: 'An output that has not the shape of its target',
  why:
    'A loss over images compares the output and the target value by value, so both need the same height, width and ' +
    'channels. An autoencoder gives back an image of its input: what pooling and strides make smaller, `upsample` or ' +
    '`upconv` make larger again.',
  wrong: `network A { input(28x28x1) -> conv(8) -> relu -> maxpool(2) -> conv(1) -> sigmoid }
train A { data = digits  target = input }`,
  right: `network A { input(28x28x1) -> conv(8) -> relu -> maxpool(2) -> upsample(2) -> conv(1) -> sigmoid }
train A { data = digits  target = input }`,
  message: ({ goal, target, network, output }: TargetMismatch) =>
    `the target is ${goal === 'input' ? 'the input image' : 'an image'} of ${formatSize(target)}, and \`${network}\` ` +
    `answers with ${formatShape(output)}: its output needs the target's shape.`,
  fixes: ({ edits }) => (edits.length > 0 ? [{ title: `Write ${edits[0].newText}`, edits }] : []),
});

/** `edits` change the layer that does not fit, where it can be changed. */
interface TargetMismatch {
  readonly goal: Goal;
  readonly target: Shape;
  readonly network: string;
  readonly output: Shape;
  readonly edits: readonly Edit[];
}

export const lossOfClasses = defineDiagnostic({
  code: 'loss-of-classes',
  severity: 'error',
  title: 'A loss over classes where the target is an image',
  why:
    'Cross-entropy compares scores of classes with the right class. An image has values instead: `mse` and `mae` ' +
    'compare them one by one.',
  wrong: `network A { input(28x28x1) -> conv(8) -> relu -> conv(1) -> sigmoid }
train A { data = digits  target = input  loss = cross_entropy }`,
  right: `network A { input(28x28x1) -> conv(8) -> relu -> conv(1) -> sigmoid }
train A { data = digits  target = input  loss = mse }`,
  message: ({ goal }: { readonly goal: Goal }) =>
    `\`cross_entropy\` compares classes, and the target is ${goal === 'input' ? 'the input image' : 'an image'}: ` +
    'take `mse` or `mae`.',
  fixes: (_, range) => [replaceWith('mse', range)],
});
