// The matrix product that a convolution, a fully connected layer or a gradient of either is, as far as its cost goes.
import { type Computation, isDepthwise, onePixelGeometry, type WindowGeometry } from '../../../ir/index.js';

/** result[row, column] = a sum of `sum` products; `groups` of them of the same sizes. */
export interface ProductSizes {
  readonly rows: number;
  readonly columns: number;
  readonly sum: number;
  readonly groups: number;
}

/** Undefined for what is no matrix product, depthwise convolutions among it. */
export function productSizes(computation: Computation): ProductSizes | undefined {
  switch (computation.kind) {
    case 'conv':
    case 'conv-input-gradient':
    case 'conv-weight-gradient':
      return isDepthwise(computation.geometry, computation.groups)
        ? undefined
        : sizesOf(computation.kind, computation.geometry, computation.groups);
    case 'fc':
      return sizesOf('conv', onePixelGeometry(computation), 1);
    case 'fc-input-gradient':
      return sizesOf('conv-input-gradient', onePixelGeometry(computation), 1);
    case 'fc-weight-gradient':
      return sizesOf('conv-weight-gradient', onePixelGeometry(computation), 1);
    default:
      return undefined;
  }
}

function sizesOf(
  kind: 'conv' | 'conv-input-gradient' | 'conv-weight-gradient',
  { window, input, output }: WindowGeometry,
  groups: number,
): ProductSizes {
  const taps = window.kernel[0] * window.kernel[1];
  const channels = input[3] / groups;
  const filters = output[3] / groups;
  const pixels = (image: typeof input) => image[0] * image[1] * image[2];
  switch (kind) {
    case 'conv':
      return { rows: pixels(output), columns: filters, sum: taps * channels, groups };
    case 'conv-input-gradient':
      return { rows: pixels(input), columns: channels, sum: taps * filters, groups };
    case 'conv-weight-gradient':
      return { rows: taps * channels, columns: filters, sum: pixels(output), groups };
  }
}
