// What convolution and pooling share: from arguments to a window, and from a window to the output's sides.
import { extent, type Padding, type Pair, type Shape, type Window } from '../graph/index.js';
import type { LayerCall } from './rule.js';

/** `5x5` */
export function formatPair([vertical, horizontal]: Pair): string {
  return `${vertical}x${horizontal}`;
}

/**
 * The textbook's P = d(F - 1)/2 on each side. An even window has no such middle: reports and answers with a padding
 * that keeps the size, so that what follows is checked against what was meant.
 */
export function samePadding(
  call: LayerCall,
  kernelName: string,
  padName: string,
  kernel: Pair,
  dilation: Pair,
): Padding {
  const rest = [0, 1].map((axis) => extent(kernel[axis], dilation[axis]) - 1);
  const [top, left] = rest.map((total) => Math.floor(total / 2));
  const padding = { top, left, bottom: rest[0] - top, right: rest[1] - left };
  if (kernel.some((side) => side % 2 === 0)) {
    const { bottom, right } = padding;
    call.report(
      kernelName,
      'same-needs-odd',
      `${padName}=same pads both sides alike, which needs an odd window, and ${formatPair(kernel)} is even: ` +
        `write ${padName}=(${top}, ${left}, ${bottom}, ${right}) to keep the size, or ${padName}=0.`,
    );
  }
  return padding;
}

/** How many places a window has along one axis; 0 or less where it does not fit. */
function places(
  input: number,
  kernel: number,
  stride: number,
  dilation: number,
  before: number,
  after: number,
  ceil: boolean,
) {
  const room = input + before + after - extent(kernel, dilation);
  if (room < 0) return 0;
  if (!ceil) return Math.floor(room / stride) + 1;
  const rounded = Math.ceil(room / stride) + 1;
  // Caffe's clip, PyTorch's too: the last window must start inside the input or the padding before it.
  return (rounded - 1) * stride >= input + before ? rounded - 1 : rounded;
}

/**
 * The output's height and width. Where the window does not fit, reports it on the argument `kernelName` and answers
 * with the size as `pad=same` would have kept it.
 */
export function slide(call: LayerCall, kernelName: string, input: Shape, window: Window): Pair {
  const { kernel, stride, dilation, padding, ceil } = window;
  const vertical = places(input.height, kernel[0], stride[0], dilation[0], padding.top, padding.bottom, ceil);
  const horizontal = places(input.width, kernel[1], stride[1], dilation[1], padding.left, padding.right, ceil);
  if (vertical > 0 && horizontal > 0) return [vertical, horizontal];
  call.report(kernelName, 'window-too-large', misfit(call, input, window));
  return [Math.ceil(input.height / stride[0]), Math.ceil(input.width / stride[1])];
}

function misfit(call: LayerCall, input: Shape, { kernel, dilation, padding }: Window): string {
  const spread: Pair = [extent(kernel[0], dilation[0]), extent(kernel[1], dilation[1])];
  const dilated =
    spread[0] === kernel[0] && spread[1] === kernel[1] ? '' : `, ${formatPair(spread)} with its dilation,`;
  const given: Pair = [input.height, input.width];
  const padded: Pair = [input.height + padding.top + padding.bottom, input.width + padding.left + padding.right];
  const enlarged = padded[0] === given[0] && padded[1] === given[1] ? '' : ` (${formatPair(padded)} with its padding)`;
  const sizes = call.trail();
  const trail = sizes === '' ? '.' : `: ${sizes}.`;
  return `a ${formatPair(kernel)} window${dilated} does not fit the ${formatPair(given)} it is given${enlarged}${trail}`;
}

/** The window of a pooling layer. As in PyTorch, padding is bounded by half of the window as written, dilated or not. */
export function poolingWindow(call: LayerCall, dilation: Pair): Window {
  const kernel = call.arguments.pair('window');
  const given = call.arguments.padding('pad');
  const padding = given === 'same' ? samePadding(call, 'window', 'pad', kernel, dilation) : given;
  const half: Pair = [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)];
  const fits = Math.max(padding.top, padding.bottom) <= half[0] && Math.max(padding.left, padding.right) <= half[1];
  if (!fits) {
    const most = half[0] === half[1] ? `${half[0]}` : formatPair(half);
    const message =
      `padding of a pooling layer may be at most half of its window, ${most} for ${formatPair(kernel)}: ` +
      'with more, windows would see nothing but padding.';
    call.report('pad', 'padding-too-large', message);
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
