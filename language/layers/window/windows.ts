// Windows of convolution and pooling: from arguments to a window, and from a window to the output's height and width.

import { extent, type Padding, type Pair, type Shape, type Window } from '../../../model/index.js';
import { groupsDoNotDivide } from '../../diagnostics/channels.js';
import { paddingTooLarge, pixelsUnseen, sameNeedsOdd, windowTooLarge } from '../../diagnostics/windows.js';
import type { LayerCall } from '../rule.js';
import { alignWindow, isAligned, type UnpaddedWindow } from './aligned-padding.js';
import { positionsAlong, restAlong, seesImage, unseenAlong } from './geometry.js';

/**
 * The textbook's P = d(F - 1)/2 on each side. Reports an even window, and returns a padding that keeps
 * the size, so that later layers are checked with the shapes that were meant.
 */
function samePadding(call: LayerCall, kernelName: string, { kernel, dilation }: UnpaddedWindow): Padding {
  const high = extent(kernel[0], dilation[0]) - 1;
  const wide = extent(kernel[1], dilation[1]) - 1;
  const top = Math.floor(high / 2);
  const left = Math.floor(wide / 2);
  const padding = { top, left, bottom: high - top, right: wide - left };
  if (kernel[0] % 2 === 0 || kernel[1] % 2 === 0) {
    call.report(kernelName, sameNeedsOdd, { kernel, padding });
  }
  return padding;
}

/** The argument `pad`, with `same` and the like as pixels. */
function resolvedPadding(call: LayerCall, kernelName: string, input: Shape, window: UnpaddedWindow): Padding {
  const given = call.arguments.padding('pad');
  if (isAligned(given)) return alignWindow(given, input, window);
  return given === 'same' ? samePadding(call, kernelName, window) : given;
}

/**
 * The output's height and width. Reports a window that does not fit on the argument `kernelName`, and returns
 * the size that `pad=same` would keep.
 */
export function slide(call: LayerCall, kernelName: string, input: Shape, window: Window): Pair {
  const { stride } = window;
  const vertical = positionsAlong(window, 0, input.height);
  const horizontal = positionsAlong(window, 1, input.width);
  if (vertical > 0 && horizontal > 0) {
    reportUnseen(call, kernelName, input, window);
    return [vertical, horizontal];
  }
  const args = { input, window, parameter: kernelName, sizes: call.sizeHistory() };
  call.report(kernelName, windowTooLarge, args, [{ input: 0, sides: ['height', 'width'] }]);
  return [Math.ceil(input.height / stride[0]), Math.ceil(input.width / stride[1])];
}

/** Warns of rows and columns of the input that rounding down leaves out. */
function reportUnseen(call: LayerCall, kernelName: string, input: Shape, window: Window): void {
  const [rows, columns] = [unseenAlong(window, 0, input.height), unseenAlong(window, 1, input.width)];
  if (rows === 0 && columns === 0) return;
  const needed = ([0, 1] as const).map((axis) => {
    const rest = restAlong(window, axis, axis === 0 ? input.height : input.width);
    return rest === 0 ? 0 : window.stride[axis] - rest;
  });
  const args = { input, window, parameter: kernelName, rows, columns, needed: [needed[0], needed[1]] as const };
  call.report(kernelName, pixelsUnseen, args);
}

/** The window of a convolution: kernel, stride, dilation, and padding with `same` resolved. */
export function convolutionWindow(call: LayerCall, input: Shape): Window {
  const given = call.arguments;
  const window = { kernel: given.pair('kernel'), stride: given.pair('stride'), dilation: given.pair('dilation') };
  return { ...window, padding: resolvedPadding(call, 'kernel', input, window), ceil: false };
}

/**
 * The window of a pooling layer. As in PyTorch, padding is bounded by half of the window as written, dilated or not.
 */
export function poolingWindow(call: LayerCall, input: Shape, dilation: Pair): Window {
  const kernel = call.arguments.pair('window');
  const stride = call.arguments.pair('stride');
  const padding = resolvedPadding(call, 'window', input, { kernel, stride, dilation });
  const half: Pair = [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)];
  const window: Window = { kernel, stride, dilation, padding, ceil: call.arguments.flag('ceil') };
  // `same_upper` pads a dilated window by more than half of its taps, which still fall on the image.
  const fits = isAligned(call.arguments.padding('pad'))
    ? seesImage(window, 0, input.height) && seesImage(window, 1, input.width)
    : Math.max(padding.top, padding.bottom) <= half[0] && Math.max(padding.left, padding.right) <= half[1];
  if (!fits) call.report('pad', paddingTooLarge, { kernel });
  return window;
}

/** The argument `groups`, which divides the channels on both sides; 1 where it does not, which is reported. */
export function divideIntoGroups(call: LayerCall, channels: number, filters: number): number {
  const groups = call.arguments.number('groups');
  if (channels % groups === 0 && filters % groups === 0) return groups;
  const [of, divided] = channels % groups === 0 ? (['filters', filters] as const) : (['channels', channels] as const);
  call.report('groups', groupsDoNotDivide, { count: groups, what: 'groups', of, channels: divided });
  return 1;
}
