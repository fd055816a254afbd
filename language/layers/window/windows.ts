// What convolution and pooling share: from arguments to a window, and from a window to the output's sides.
import { extent, type Padding, type Pair, type Shape, type Window } from '../../../model/index.js';
import type { LayerCall, LayerFix } from '../rule.js';
import { positionsAlong, restAlong, unseenAlong } from './geometry.js';

/** `5x5` */
export function formatSides([vertical, horizontal]: Pair): string {
  return `${vertical}x${horizontal}`;
}

/**
 * The textbook's P = d(F - 1)/2 on each side. An even window has no such middle: reports and answers with a padding
 * that keeps the size, so that what follows is checked against what was meant.
 */
function samePadding(call: LayerCall, kernelName: string, kernel: Pair, dilation: Pair): Padding {
  const high = extent(kernel[0], dilation[0]) - 1;
  const wide = extent(kernel[1], dilation[1]) - 1;
  const top = Math.floor(high / 2);
  const left = Math.floor(wide / 2);
  const padding = { top, left, bottom: high - top, right: wide - left };
  if (kernel[0] % 2 === 0 || kernel[1] % 2 === 0) {
    const { bottom, right } = padding;
    call.report(
      kernelName,
      'same-needs-odd',
      `pad=same pads both sides alike, which needs an odd window, and ${formatSides(kernel)} is even: ` +
        `write pad=(${top}, ${left}, ${bottom}, ${right}) to keep the size, or pad=0.`,
      {
        fixes: [
          { argument: 'pad', value: `(${top}, ${left}, ${bottom}, ${right})` },
          { argument: 'pad', value: '0' },
        ],
      },
    );
  }
  return padding;
}

/** The argument `pad`, with `same` as pixels. */
function resolvedPadding(call: LayerCall, kernelName: string, kernel: Pair, dilation: Pair): Padding {
  const given = call.arguments.padding('pad');
  return given === 'same' ? samePadding(call, kernelName, kernel, dilation) : given;
}

/**
 * The output's height and width. Where the window does not fit, reports it on the argument `kernelName` and answers
 * with the size as `pad=same` would have kept it.
 */
export function slide(call: LayerCall, kernelName: string, input: Shape, window: Window): Pair {
  const { stride } = window;
  const vertical = positionsAlong(window, 0, input.height);
  const horizontal = positionsAlong(window, 1, input.width);
  if (vertical > 0 && horizontal > 0) {
    reportUnseen(call, kernelName, input, window);
    return [vertical, horizontal];
  }
  call.report(kernelName, 'window-too-large', misfit(call, input, window), {
    related: [{ input: 0, sides: ['height', 'width'] }],
    fixes: smallerWindows(kernelName, input, window),
  });
  return [Math.ceil(input.height / stride[0]), Math.ceil(input.width / stride[1])];
}

/** `pad=same` where the window is odd, or the largest window of its kind that fits. */
function smallerWindows(kernelName: string, input: Shape, { kernel, dilation, padding }: Window): LayerFix[] {
  const room: Pair = [input.height + padding.top + padding.bottom, input.width + padding.left + padding.right];
  const fitting = [0, 1].map((axis) => {
    const most = Math.floor((room[axis] - 1) / dilation[axis]) + 1;
    if (kernel[axis] <= most) return kernel[axis];
    return most % 2 === kernel[axis] % 2 || most === 1 ? most : most - 1;
  });
  const smaller = { argument: kernelName, value: fitting.join('x') };
  const isOdd = kernel.every((side) => side % 2 === 1);
  // Pooling may be padded by half of its window at most, which `same` is for odd windows.
  const same = isOdd ? [{ argument: 'pad', value: 'same' }] : [];
  if (kernelName !== 'window') return [...same, smaller];
  // One pixel, and a window of one, pool nothing: there is nothing right to write.
  if (input.height === 1 && input.width === 1) return [];
  return smaller.value === '1x1' ? same : [...same, smaller];
}

/** Warns of rows and columns of the input that rounding down leaves out. */
function reportUnseen(call: LayerCall, kernelName: string, input: Shape, window: Window): void {
  const [rows, columns] = [unseenAlong(window, 0, input.height), unseenAlong(window, 1, input.width)];
  if (rows === 0 && columns === 0) return;
  const parts = [rows > 0 ? lastOf(rows, 'row') : '', columns > 0 ? lastOf(columns, 'column') : ''];
  const { kernel, stride, padding } = window;
  const needed = [0, 1].map((axis) => {
    const rest = restAlong(window, axis as 0 | 1, axis === 0 ? input.height : input.width);
    return rest === 0 ? 0 : stride[axis] - rest;
  });
  const pad = [padding.top, padding.left, padding.bottom + needed[0], padding.right + needed[1]];
  const message =
    `${formatSides(kernel)} windows ${stride[0] === stride[1] ? stride[0] : formatSides(stride)} apart do not come out ` +
    `even on ${input.height}x${input.width}: the ${parts.filter(Boolean).join(' and the ')} ` +
    `${rows + columns === 1 ? 'is' : 'are'} never seen.`;
  const ceil = { argument: 'ceil', value: 'true' };
  call.report(kernelName, 'pixels-unseen', message, {
    fixes: [...(kernelName === 'window' ? [ceil] : []), { argument: 'pad', value: `(${pad.join(', ')})` }],
  });
}

function lastOf(count: number, what: string): string {
  return count === 1 ? `last ${what}` : `last ${count} ${what}s`;
}

function misfit(call: LayerCall, input: Shape, { kernel, dilation, padding }: Window): string {
  const spread: Pair = [extent(kernel[0], dilation[0]), extent(kernel[1], dilation[1])];
  const dilated =
    spread[0] === kernel[0] && spread[1] === kernel[1] ? '' : `, ${formatSides(spread)} with its dilation,`;
  const given: Pair = [input.height, input.width];
  const padded: Pair = [input.height + padding.top + padding.bottom, input.width + padding.left + padding.right];
  const enlarged = padded[0] === given[0] && padded[1] === given[1] ? '' : ` (${formatSides(padded)} with its padding)`;
  const sizes = call.sizeHistory();
  const trail = sizes === '' ? '.' : `: ${sizes}.`;
  return `a ${formatSides(kernel)} window${dilated} does not fit the ${formatSides(given)} it is given${enlarged}${trail}`;
}

/** The window of a convolution: kernel, stride, dilation, and padding with `same` resolved. */
export function convolutionWindow(call: LayerCall): Window {
  const given = call.arguments;
  const kernel = given.pair('kernel');
  const dilation = given.pair('dilation');
  const padding = resolvedPadding(call, 'kernel', kernel, dilation);
  return { kernel, stride: given.pair('stride'), dilation, padding, ceil: false };
}

/**
 * The window of a pooling layer. As in PyTorch, padding is bounded by half of the window as written, dilated or not.
 */
export function poolingWindow(call: LayerCall, dilation: Pair): Window {
  const kernel = call.arguments.pair('window');
  const padding = resolvedPadding(call, 'window', kernel, dilation);
  const half: Pair = [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)];
  const fits = Math.max(padding.top, padding.bottom) <= half[0] && Math.max(padding.left, padding.right) <= half[1];
  if (!fits) {
    const most = half[0] === half[1] ? `${half[0]}` : formatSides(half);
    const message =
      `padding of a pooling layer may be at most half of its window, ${most} for ${formatSides(kernel)}: ` +
      'with more, windows would see nothing but padding.';
    call.report('pad', 'padding-too-large', message, { fixes: [{ argument: 'pad', value: most }] });
  }
  return {
    kernel,
    stride: call.arguments.pair('stride'),
    dilation,
    padding,
    ceil: call.arguments.flag('ceil'),
  };
}

/** The argument `groups`, which divides the channels on both sides; 1 where it does not, which is reported. */
export function divideIntoGroups(call: LayerCall, channels: number, filters: number): number {
  const groups = call.arguments.number('groups');
  if (channels % groups === 0 && filters % groups === 0) return groups;
  const culprit = channels % groups === 0 ? `${filters} filters` : `the ${channels} channels it is given`;
  call.report('groups', 'groups-do-not-divide', `${groups} groups do not divide ${culprit} evenly.`);
  return 1;
}
