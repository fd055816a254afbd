// A layer's output size by the textbook's formula, with the layer's numbers in it.

import type { Instance } from '../../language/index.js';
import { extent, formatShape, type OperationOf, type Padding, type Shape, type Window } from '../../model/index.js';
import { codeSpan } from './markdown.js';

/** Markdown: ``28x28x6: `(28 - 5 + 2*2)/1 + 1 = 28` ``; for a layer without a window the size alone. */
export function outputFormula({ layer }: Instance, input: Shape | undefined): string {
  const { operation, output } = layer;
  const shape = formatShape(output);
  switch (operation.kind) {
    case 'conv':
    case 'depthwise':
    case 'maxpool':
    case 'avgpool':
      return input ? `${shape}: ${windowFormula(operation.window, input, output)}` : shape;
    case 'upconv':
      return input ? `${shape}: ${transposedFormula(operation, input, output)}` : shape;
    case 'fc':
      return input ? `${shape}, each unit reads all ${formatShape(input)}` : shape;
    case 'flatten':
      return input ? codeSpan(`${input.height}*${input.width}*${input.channels} = ${shape}`) : shape;
    default:
      return shape;
  }
}

/** (W - F + P)/S + 1 for both axes, written once where they agree. */
function windowFormula(window: Window, input: Shape, output: Shape): string {
  const { vertical, horizontal } = mapAxes(window.padding, input, output, (axis) => axisFormula(window, axis));
  return vertical === horizontal ? vertical : `height ${vertical}, width ${horizontal}`;
}

/** (W - 1)*S - 2P + F + output_pad for both axes, written once where they agree. */
function transposedFormula({ window, outputPadding }: OperationOf<'upconv'>, input: Shape, output: Shape): string {
  const { kernel, stride, dilation, padding } = window;
  const { vertical, horizontal } = mapAxes(padding, input, output, ({ index, input, before, after, output }) => {
    const filter = extent(kernel[index], dilation[index]);
    const padded = before === after ? `2*${before}` : `${before} - ${after}`;
    const more = outputPadding[index] === 0 ? '' : ` + ${outputPadding[index]}`;
    return codeSpan(`(${input} - 1)*${stride[index]} - ${padded} + ${filter}${more} = ${output}`);
  });
  return vertical === horizontal ? vertical : `height ${vertical}, width ${horizontal}`;
}

/** One axis of a layer: its input and output sizes and the padding before and after. */
interface Axis {
  readonly index: 0 | 1;
  readonly input: number;
  readonly before: number;
  readonly after: number;
  readonly output: number;
}

function mapAxes(padding: Padding, input: Shape, output: Shape, format: (axis: Axis) => string) {
  const { top, bottom, left, right } = padding;
  return {
    vertical: format({ index: 0, input: input.height, before: top, after: bottom, output: output.height }),
    horizontal: format({ index: 1, input: input.width, before: left, after: right, output: output.width }),
  };
}

function axisFormula(window: Window, { index, input, before, after, output }: Axis): string {
  const [kernel, stride, dilation] = [window.kernel[index], window.stride[index], window.dilation[index]];
  const size = extent(kernel, dilation);
  const filter = dilation === 1 ? `${kernel}` : `(${dilation}*(${kernel} - 1) + 1)`;
  const padded = before === after ? (before === 0 ? '' : ` + 2*${before}`) : ` + ${before} + ${after}`;
  const exact = (input - size + before + after) / stride + 1;
  const sum = `(${input} - ${filter}${padded})/${stride} + 1`;
  if (exact === output) return codeSpan(`${sum} = ${output}`);
  // A window that does not fit gives no size: the analysis continues with the size most likely meant.
  if (exact < 1) return `${codeSpan(sum)} is less than 1: the window does not fit; ${output} is assumed`;
  return `${codeSpan(`${sum} = ${Number(exact.toFixed(2))}`)}, rounded ${output > exact ? 'up' : 'down'} to ${output}`;
}
