// Transposed convolution: spreads each value of its input over a window (U-Net's way up).

import { elements, extent, type Window } from '../../../model/index.js';
import { nothingLeft, outputPadTooLarge } from '../../diagnostics/windows.js';
import type { LayerRule } from '../rule.js';
import { transposed } from '../views.js';
import { alignTransposed, isAligned } from '../window/aligned-padding.js';
import { divideIntoGroups } from '../window/windows.js';

export const upconv: LayerRule<'upconv'> = {
  resolve(call) {
    const [input] = call.inputs;
    const given = call.arguments;
    const filters = given.number('filters');
    const unpadded = { kernel: given.pair('kernel'), stride: given.pair('stride'), dilation: given.pair('dilation') };
    const pad = given.transposedPadding('pad');
    const { padding, missing } = isAligned(pad) ? alignTransposed(pad, unpadded) : { padding: pad, missing: [0, 0] };
    const window: Window = { ...unpadded, padding, ceil: false };
    const { top, left } = given.pixels('output_pad');
    const written = [top, left] as const;
    const tooMuch = [0, 1].some((axis) => written[axis] >= Math.max(window.stride[axis], window.dilation[axis]));
    if (tooMuch) call.report('output_pad', outputPadTooLarge, { outputPadding: written, stride: window.stride });
    const outputPadding = [top + missing[0], left + missing[1]] as const;
    const groups = divideIntoGroups(call, input.channels, filters);
    const side = (axis: 0 | 1, size: number, padding: number) =>
      (size - 1) * window.stride[axis] -
      padding +
      extent(window.kernel[axis], window.dilation[axis]) +
      outputPadding[axis];
    const height = side(0, input.height, window.padding.top + window.padding.bottom);
    const width = side(1, input.width, window.padding.left + window.padding.right);
    if (height < 1 || width < 1) {
      const { padding } = window;
      const before = [height + padding.top + padding.bottom, width + padding.left + padding.right] as const;
      call.report('pad', nothingLeft, { by: 'pad', before, after: [height, width] });
    }
    return {
      operation: { kind: 'upconv', filters, window, outputPadding, groups, bias: given.flag('bias') },
      output: { height: Math.max(1, height), width: Math.max(1, width), channels: filters },
    };
  },
  cost({ filters, window, groups, bias }, [input]) {
    const [vertical, horizontal] = window.kernel;
    const each = vertical * horizontal * (filters / groups);
    const depth = groups === 1 ? `${filters}` : `(${filters}/${groups})`;
    return {
      weights: { product: `(${vertical}*${horizontal}*${depth})*${input.channels}`, count: each * input.channels },
      biases: bias ? filters : 0,
      buffers: 0,
      macs: each * elements(input),
    };
  },
  view: ({ window }) => transposed(window),
  inPlace: false,
};
