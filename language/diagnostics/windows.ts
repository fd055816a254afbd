// Diagnostics of windows and padding: what a convolution, pooling, crop or padding layer cannot do with its input.
import { extent, type Padding, type Pair, type Shape, type Window } from '../../model/index.js';
import { defineDiagnostic, type LayerFix } from './entry.js';

interface WindowOnInput {
  readonly input: Shape;
  readonly window: Window;
  /** The parameter that the window is written in: pooling layers call it `window`. */
  readonly parameter: string;
}

export const windowTooLarge = defineDiagnostic({
  code: 'window-too-large',
  severity: 'error',
  title: 'A window larger than its padded input',
  why:
    'A window must fit into the padded image at least once. Most often the image has shrunk more than expected: the ' +
    'message lists the sizes it had so far.',
  wrong: `network A { input(16x16x3) -> [conv(8) -> relu -> maxpool(2)]*2 -> conv(16, 5x5, pad=0) -> fc(10) }`,
  right: `network A { input(16x16x3) -> [conv(8) -> relu -> maxpool(2)]*2 -> conv(16, 3x3, pad=0) -> fc(10) }`,
  /** `sizes` are those on the way to the input: `32 -> 16 -> 8`. */
  message({ input, window, sizes }: WindowOnInput & { readonly sizes: string }) {
    const { kernel, dilation } = window;
    const covered: Pair = [extent(kernel[0], dilation[0]), extent(kernel[1], dilation[1])];
    const dilated = covered.join('x') === kernel.join('x') ? '' : `, ${covered.join('x')} with its dilation,`;
    const given = `${input.height}x${input.width}`;
    const padded = paddedSides(input, window.padding).join('x');
    const enlarged = padded === given ? '' : ` (${padded} with padding)`;
    const [shrunk, remedy] =
      sizes === ''
        ? ['', 'a smaller window or more padding']
        : [`, which has shrunk ${sizes}`, 'a smaller window, more padding or fewer strides before it'];
    return `a ${kernel.join('x')} window${dilated} does not fit its ${given} input${enlarged}${shrunk}: use ${remedy}.`;
  },
  fixes: ({ input, window, parameter }) => smallerWindows(parameter, input, window),
});

/** `pad=same` where the window is odd, or the largest window of its kind that fits. */
function smallerWindows(parameter: string, input: Shape, { kernel, dilation, padding }: Window): LayerFix[] {
  const room = paddedSides(input, padding);
  const fitting = [0, 1].map((axis) => {
    const most = Math.floor((room[axis] - 1) / dilation[axis]) + 1;
    if (kernel[axis] <= most) return kernel[axis];
    return most % 2 === kernel[axis] % 2 || most === 1 ? most : most - 1;
  });
  const smaller = { argument: parameter, value: fitting.join('x') };
  const isOdd = kernel.every((side) => side % 2 === 1);
  // Pooling may be padded by half of its window at most, which `same` is for odd windows.
  const same = isOdd ? [{ argument: 'pad', value: 'same' }] : [];
  if (parameter !== 'window') return [...same, smaller];
  // One pixel, and a window of one, pool nothing: no fix is right.
  if (input.height === 1 && input.width === 1) return [];
  return smaller.value === '1x1' ? same : [...same, smaller];
}

function paddedSides({ height, width }: Shape, { top, left, bottom, right }: Padding): Pair {
  return [height + top + bottom, width + left + right];
}

export const paddingTooLarge = defineDiagnostic({
  code: 'padding-too-large',
  severity: 'error',
  title: 'A pooling layer padded by more than half of its window',
  why: 'With more padding a window could lie entirely in the padding, and would have nothing to take the maximum of.',
  wrong: `network A { input(28x28x1) -> conv(6) -> maxpool(3, stride=1, pad=2) -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6) -> maxpool(3, stride=1, pad=1) -> fc(10) }`,
  message: ({ kernel }: { readonly kernel: Pair }) =>
    `a pooling layer may be padded by at most half of its window, ${largestPadding(kernel)} for ${kernel.join('x')}: ` +
    'with more, some windows would see nothing but padding.',
  fixes: ({ kernel }): LayerFix[] => [{ argument: 'pad', value: largestPadding(kernel) }],
});

function largestPadding(kernel: Pair): string {
  const [vertical, horizontal] = kernel.map((side) => Math.floor(side / 2));
  return vertical === horizontal ? `${vertical}` : `${vertical}x${horizontal}`;
}

export const sameNeedsOdd = defineDiagnostic({
  code: 'same-needs-odd',
  severity: 'error',
  title: '`pad=same` with an even window',
  why: '`pad=same` adds (F - 1)/2 pixels on each side, which is a whole number for odd windows only.',
  wrong: `network A { input(28x28x1) -> conv(6, 4x4) -> relu -> fc(10) }`,
  right: `network A { input(28x28x1) -> conv(6, 4x4, pad=(1, 1, 2, 2)) -> relu -> fc(10) }`,
  /** `padding` keeps the size, with more pixels on one side than on the other. */
  message: ({ kernel, padding }: { readonly kernel: Pair; readonly padding: Padding }) =>
    `pad=same adds the same padding on both sides, which needs an odd window, and ${kernel.join('x')} is even: ` +
    `write pad=${formatPadding(padding)} to keep the size, pad=same_upper as TensorFlow's SAME, or pad=0.`,
  fixes: ({ padding }): LayerFix[] => [
    { argument: 'pad', value: formatPadding(padding) },
    { argument: 'pad', value: 'same_upper' },
    { argument: 'pad', value: '0' },
  ],
});

/** As a file writes four sides. */
function formatPadding({ top, left, bottom, right }: Padding): string {
  return `(${top}, ${left}, ${bottom}, ${right})`;
}

export const pixelsUnseen = defineDiagnostic({
  code: 'pixels-unseen',
  severity: 'warning',
  title: 'Pixels that no window sees',
  why:
    'Output sizes are rounded down: where the windows do not fit a whole number of strides, no window reaches the ' +
    'last rows and columns of the image. `ceil=true` lets the last window extend past the edge; padding below and ' +
    'to the right makes room for it.',
  wrong: `network A { input(13x13x3) -> conv(8) -> relu -> maxpool(2) -> fc(10) }`,
  right: `network A { input(13x13x3) -> conv(8) -> relu -> maxpool(2, ceil=true) -> fc(10) }`,
  /** `rows` and `columns` are unseen; `needed` is the padding below and to the right that one more window needs. */
  message({ input, window, rows, columns }: WindowOnInput & UnseenPixels) {
    const [vertical, horizontal] = window.stride;
    const stride = vertical === horizontal ? vertical : `${vertical}x${horizontal}`;
    const unseen = [rows > 0 ? lastOf(rows, 'row') : '', columns > 0 ? lastOf(columns, 'column') : ''];
    return (
      `${window.kernel.join('x')} windows with stride ${stride} do not cover ${input.height}x${input.width} evenly: ` +
      `no window sees the ${unseen.filter(Boolean).join(' and the ')}.`
    );
  },
  fixes({ window: { padding }, parameter, needed }): LayerFix[] {
    const [below, right] = needed;
    const pad = formatPadding({ ...padding, bottom: padding.bottom + below, right: padding.right + right });
    const ceil = { argument: 'ceil', value: 'true' };
    return [...(parameter === 'window' ? [ceil] : []), { argument: 'pad', value: pad }];
  },
});

interface UnseenPixels {
  readonly rows: number;
  readonly columns: number;
  readonly needed: Pair;
}

function lastOf(count: number, what: string): string {
  return count === 1 ? `last ${what}` : `last ${count} ${what}s`;
}

export const outputPadTooLarge = defineDiagnostic({
  code: 'output-pad-too-large',
  severity: 'error',
  title: 'An output padding that is not smaller than the stride',
  why:
    'Several input sizes give a convolution with a stride the same output size. `output_pad` chooses which of them ' +
    'the transposed convolution returns to, so it is smaller than the stride or the dilation.',
  wrong: `network A { input(14x14x8) -> upconv(4, stride=2, output_pad=2) -> fc(10) }`,
  right: `network A { input(14x14x8) -> upconv(4, stride=2, output_pad=1) -> fc(10) }`,
  message: ({ outputPadding, stride }: { readonly outputPadding: Pair; readonly stride: Pair }) =>
    `output_pad=${outputPadding.join('x')} is too large for stride ${stride.join('x')}: it must be smaller than the ` +
    'stride or the dilation.',
});

export const nothingLeft = defineDiagnostic({
  code: 'nothing-left',
  severity: 'error',
  title: 'Cropping or padding that leaves nothing',
  why: 'What is cut off the sides must leave at least one pixel.',
  wrong: `network A { input(28x28x1) -> crop(14) -> fc(10) }`,
  right: `network A { input(28x28x1) -> crop(4) -> fc(10) }`,
  /** `before` is what is cut, `after` what would be left. */
  message: ({ by, before, after }: { readonly by: 'crop' | 'pad'; readonly before: Pair; readonly after: Pair }) =>
    by === 'crop'
      ? `this crop leaves nothing of ${before.join('x')}: ${after.join('x')} would be left. Crop less.`
      : `this padding cuts off all of the ${before.join('x')} output: ${after.join('x')} would be left. Pad less.`,
});

export const blocksDoNotFit = defineDiagnostic({
  code: 'blocks-do-not-fit',
  severity: 'error',
  title: 'Blocks of pixels that do not divide the image',
  why: '`space_to_depth` makes every block of pixels one pixel, so blocks must cover height and width exactly.',
  wrong: `network A { input(30x30x1) -> space_to_depth(4) -> conv(8) -> relu -> fc(10) }`,
  right: `network A { input(32x32x1) -> space_to_depth(4) -> conv(8) -> relu -> fc(10) }`,
  message({ block, height, width }: { readonly block: number; readonly height: number; readonly width: number }) {
    const missing = (side: number) => (block - (side % block)) % block;
    return (
      `blocks of ${block}x${block} pixels do not divide ${height}x${width}: pad((0, 0, ${missing(height)}, ` +
      `${missing(width)})) before it makes ${height + missing(height)}x${width + missing(width)}.`
    );
  },
});
