// Diagnostics of `train` statements, but for memory: the network, the data, the schedule, and frozen layers.
import { formatCount, formatShape, formatSize, type Shape } from '../../model/index.js';
import type { Edit } from '../text/range.js';
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';
import { suggestionSuffix } from './suggestion.js';

export const noNetworkNamed = defineDiagnostic({
  code: 'no-network-named',
  severity: 'error',
  title: 'A train statement that does not name its network',
  why: "`train { ... }` means the file's only network; where there are several, it names one.",
  wrong: `network A { input(28x28x1) -> fc(10) }
network B { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train { data = digits }`,
  right: `network A { input(28x28x1) -> fc(10) }
network B { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train B { data = digits }`,
  message: ({ networks }: { readonly networks: number }) =>
    `\`train\` needs the name of a network, because the file has ${networks}.`,
});

export const unknownNetwork = defineDiagnostic({
  code: 'unknown-network',
  severity: 'error',
  title: 'A train statement for a network that does not exist',
  why: 'A job trains a network of its own file.',
  wrong: `network LeNet { input(28x28x1) -> fc(10) }
train LeNet5 { data = digits }`,
  right: `network LeNet { input(28x28x1) -> fc(10) }
train LeNet { data = digits }`,
  message: ({ name, near }: { readonly name: string; readonly near?: string }) =>
    `no network in this file is called \`${name}\`${suggestionSuffix({ near })}`,
  fixes: ({ near }, range) => (near ? [replaceWith(near, range)] : []),
});

export const trainTwice = defineDiagnostic({
  code: 'train-twice',
  severity: 'warning',
  title: 'Two train statements for one network',
  why:
    'A network is trained by its first `train` statement, in the editor as in `cnn train`. A later one is used only ' +
    'where CNN: Train is called with the cursor in it.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits  epochs = 2 }
train A { data = digits  epochs = 10 }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits  epochs = 10 }`,
  message: ({ network, line }: { readonly network: string /** Of the first, from 1. */; readonly line: number }) =>
    `\`${network}\` already has a \`train\` statement, in line ${line}, and that one is used: delete one of them.`,
});

export const bnOfOneValue = defineDiagnostic({
  code: 'bn-of-one-value',
  severity: 'warning',
  title: 'Batch normalisation over a single value',
  why:
    'In training, batch normalisation subtracts the mean of a channel over the batch and its pixels. Where there is ' +
    'only one value, it is its own mean: every image gives the same output, and nothing before the layer learns.',
  wrong: `network A { input(28x28x1) -> fc(16, bias=false) -> bn -> relu -> fc(10) }
train A { batch = 1 }`,
  right: `network A { input(28x28x1) -> fc(16, bias=false) -> bn -> relu -> fc(10) }
train A { batch = 32 }`,
  message: ({ path }: { readonly path: string }) =>
    `with a batch of 1, \`${path}\` normalises each channel over one value, so its output never depends on the ` +
    'image: take a batch of 2 or more.',
});

export const dataDoesNotFit = defineDiagnostic({
  code: 'data-does-not-fit',
  severity: 'error',
  title: 'A data set that does not fit the network',
  why: "The network's input needs the shape of the images, and its output one value for each class.",
  wrong: `network A { input(32x32x3) -> conv(6) -> relu -> fc(10) }
train A { data = digits }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits }`,
  message(args: DataMismatch) {
    if ('classes' in args) {
      const { classes, network } = args;
      const output = formatShape(args.output);
      return `the data has ${classes} classes, and \`${network}\` answers with ${output}: it needs one value a class.`;
    }
    const { images, cropped, network, input } = args;
    const given = `${formatSize(images)}${cropped ? ' after the crop' : ''}`;
    return `the images are ${given}, and \`${network}\` takes ${formatSize(input)}: change the input or the data.`;
  },
  fixes: ({ edits }) => (edits.length > 0 ? [{ title: `Write ${edits[0].newText}`, edits }] : []),
});

/** `edits` change the layer that does not fit, where it can be changed. */
type DataMismatch = { readonly network: string; readonly edits: readonly Edit[] } & (
  | { readonly images: Shape; readonly cropped: boolean; readonly input: Shape }
  | { readonly classes: number; readonly output: Shape }
);

export const cropTooLarge = defineDiagnostic({
  code: 'crop-too-large',
  severity: 'error',
  title: 'A crop larger than the images',
  why: 'A crop is a part of the image and the zeros around it: pad by more, or crop to a smaller size.',
  wrong: `network A { input(32x32x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits  augment = crop(32x32) }`,
  right: `network A { input(32x32x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits  augment = crop(32x32, pad=2) }`,
  /** `mismatch` is the sentence of the model, which the runtime says of images too. */
  message: ({ mismatch }: { readonly mismatch: string }) => mismatch,
});

export const scheduleTooLong = defineDiagnostic({
  code: 'schedule-too-long',
  severity: 'warning',
  title: 'A schedule longer than the training',
  why:
    'A schedule counts epochs. What it does after the last epoch of the job has no effect, so the learning rate is ' +
    'not what the schedule seems to say.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits schedule = step(every=30) epochs = 10 }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> maxpool(2) -> fc(10) }
train A { data = digits schedule = step(every=3) epochs = 10 }`,
  /** `needed`: epochs until the rate changes, or that the warm-up takes. */
  message({ what, needed, epochs }: { what: 'change' | 'warmup'; needed: number; epochs: number }) {
    const count = `${needed} ${needed === 1 ? 'epoch' : 'epochs'}`;
    const has = `and this job trains for ${epochs}`;
    return what === 'change'
      ? `the learning rate changes after ${count}, ${has}.`
      : `the warm-up takes ${count}, ${has}.`;
  },
});

export const nothingFrozen = defineDiagnostic({
  code: 'nothing-frozen',
  severity: 'error',
  title: 'A path to freeze that names no layer with weights',
  why:
    "`freeze` takes the paths that hovers and `cnn summary` show: a layer (`conv.2`), or a block's instance or a " +
    'repeat with all its layers (`Stage.2`). What is named must have weights, or nothing would be frozen.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> conv(16) -> relu -> fc(10) }
train A { data = digits freeze = "conv.3" }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> conv(16) -> relu -> fc(10) }
train A { data = digits freeze = "conv.2" }`,
  message: ({ path, network, near }: { readonly path: string; readonly network: string; readonly near?: string }) =>
    `no layer with weights has the path \`${path}\` in \`${network}\`` +
    `${near ? `: did you mean \`${near}\`?` : ': hovers and `cnn summary` show the paths.'}`,
  fixes: ({ near }, range) => (near ? [{ title: `Write ${near}`, edits: [{ range, newText: `"${near}"` }] }] : []),
});

export const everythingFrozen = defineDiagnostic({
  code: 'everything-frozen',
  severity: 'warning',
  title: 'Every layer with weights is frozen',
  why:
    'Frozen layers keep their initial weights. Where every layer with weights is frozen, training computes losses ' +
    'and changes nothing. Leave out at least the layer that is to be trained.',
  wrong: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits freeze = ("conv", "fc") }`,
  right: `network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }
train A { data = digits freeze = "conv" }`,
  message: ({ network, layers }: { readonly network: string; readonly layers: number }) =>
    layers === 1
      ? `the one layer of \`${network}\` that has weights is frozen, so training changes nothing.`
      : `all ${formatCount(layers)} layers of \`${network}\` that have weights are frozen, so training changes ` +
        'nothing: leave one out.',
});
