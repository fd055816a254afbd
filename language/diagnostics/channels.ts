// Diagnostics of shapes that do not match: branches of a join, groups and parts of channels.
import { formatShape, type Shape } from '../../model/index.js';
import { defineDiagnostic, type LayerFix } from './entry.js';

export const branchesDiffer = defineDiagnostic({
  code: 'branches-differ',
  severity: 'error',
  title: 'Branches that do not fit together',
  why:
    '`add` needs equal shapes, `concat` equal heights and widths, `mul` equal shapes or one value a channel. Where ' +
    'only the channels differ, a 1x1 convolution projects one branch to the other, as in ResNet.',
  wrong: `network A { input(28x28x16) -> add(conv(32) -> relu, identity) -> fc(10) }`,
  right: `network A { input(28x28x16) -> add(conv(32) -> relu, conv(32, 1x1)) -> fc(10) }`,
  /** `sides` must agree and do not; absent for `mul`, which has a rule of its own. */
  message({ expected, actual, sides }: { expected: Shape; actual: Shape; sides?: readonly (keyof Shape)[] }) {
    const shapes = `${formatShape(expected)} and ${formatShape(actual)}`;
    if (!sides) return `the branches differ: ${shapes}; mul takes equal shapes, or one value a channel.`;
    return `the branches differ in ${listWords(sides)}: ${shapes}.`;
  },
  fixes: ({ expected, sides }): LayerFix[] =>
    sides?.join() === 'channels' ? [{ append: ` -> conv(${expected.channels}, 1x1)` }] : [],
});

/** `height, width and channels` */
function listWords(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/, ' and $1');
}

export const groupsDoNotDivide = defineDiagnostic({
  code: 'groups-do-not-divide',
  severity: 'error',
  title: 'Groups or parts that do not divide the channels',
  why: 'Groups are equal shares of the channels, of the input and of the output of a convolution.',
  wrong: `network A { input(28x28x6) -> conv(8, groups=4) -> fc(10) }`,
  right: `network A { input(28x28x6) -> conv(8, groups=2) -> fc(10) }`,
  message: ({ count, what, of, channels }: Division) =>
    `${channels} ${of === 'filters' ? 'filters' : 'input channels'} cannot be divided into ${count} equal ${what}.`,
});

interface Division {
  readonly count: number;
  readonly what: 'groups' | 'parts' | 'pixels of a block';
  readonly of: 'filters' | 'channels';
  readonly channels: number;
}

export const noSuchPart = defineDiagnostic({
  code: 'no-such-part',
  severity: 'error',
  title: 'A part past the last',
  why: 'Parts are counted from 1 to `of`.',
  wrong: `network A { input(28x28x6) -> part(3, of=2) -> fc(10) }`,
  right: `network A { input(28x28x6) -> part(2, of=2) -> fc(10) }`,
  message: ({ index, of }: { readonly index: number; readonly of: number }) =>
    `there is no part ${index} of ${of}: parts are counted from 1 to ${of}.`,
});

export const shortcutDropsChannels = defineDiagnostic({
  code: 'shortcut-drops-channels',
  severity: 'error',
  title: 'A shortcut to fewer channels',
  why:
    "ResNet's shortcut without weights fills new channels with zeros. To get fewer channels, use a 1x1 convolution, " +
    'which has weights.',
  wrong: `network A { input(28x28x16) -> shortcut(8) -> fc(10) }`,
  right: `network A { input(28x28x16) -> conv(8, 1x1) -> fc(10) }`,
  message: ({ filters, channels }: { readonly filters: number; readonly channels: number }) =>
    `a shortcut can only add channels, and ${filters} is fewer than the ${channels} of its input: ` +
    `use conv(${filters}, 1x1).`,
});

export const singlePlaceNorm = defineDiagnostic({
  code: 'single-place-norm',
  severity: 'error',
  title: 'Instance normalisation of single values',
  why:
    'Instance normalisation subtracts the mean of each channel of an image. Where a channel has one value, that ' +
    'value is its mean, and the result is 0 whatever the image shows. PyTorch refuses it too. `layer_norm` takes its ' +
    'mean over the channels instead.',
  wrong: `network A { input(28x28x1) -> conv(8) -> global_avgpool -> instance_norm -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(8) -> instance_norm -> relu -> fc(10) }`,
  message: ({ channels }: { readonly channels: number }) =>
    `each of the ${channels} channels has a single value here, which is its own mean: the result would be 0 ` +
    'everywhere. Normalise before the image shrinks to 1x1, or use layer_norm.',
});

export const evenLrn = defineDiagnostic({
  code: 'even-lrn',
  severity: 'error',
  title: 'Local response normalisation over an even number of channels',
  why: 'It looks at the same number of channels on both sides of a channel, so with that channel their number is odd.',
  wrong: `network A { input(28x28x1) -> conv(16) -> relu -> lrn(4) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(16) -> relu -> lrn(5) -> fc(10) }`,
  message: ({ size }: { readonly size: number }) =>
    `lrn needs an odd size, and this is ${size}: it looks at as many channels on one side as on the other.`,
});

export const channelsFirst = defineDiagnostic({
  code: 'channels-first',
  severity: 'warning',
  title: 'An input whose channels seem to come first',
  why:
    'A size is height x width x channels, as in the textbook. PyTorch and Caffe write the channels first ' +
    '(`3x32x32`), which is read here as an image of 3 rows.',
  wrong: `network A { input(3x32x32) -> conv(8) -> relu -> fc(10) }`,
  right: `network A { input(32x32x3) -> conv(8) -> relu -> fc(10) }`,
  message({ height, width, channels }: Shape) {
    const [rows, depth] = height === 1 ? ['1 row', '1 channel'] : [`${height} rows`, `${height} channels`];
    const meant = formatShape({ height: width, width: channels, channels: height });
    return (
      `this is ${rows} of ${width} pixels with ${channels} channels: a size is height x width x channels, ` +
      `so an image with ${depth} is ${meant}.`
    );
  },
  fixes: ({ height, width, channels }): LayerFix[] => [
    { argument: 'size', value: formatShape({ height: width, width: channels, channels: height }) },
  ],
});
