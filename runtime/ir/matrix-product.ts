// The matrix product behind a convolution, a fully connected layer or a gradient of either, and its operations.
import type { ComputationOf } from './computation.js';
import { sizeOf, type WindowGeometry } from './extents.js';
import { isDepthwise, onePixelGeometry } from './geometry.js';

/** result[row, column] is a sum of `sum` products; there are `groups` such products of the same sizes. */
export interface ProductSizes {
  readonly rows: number;
  readonly columns: number;
  readonly sum: number;
  readonly groups: number;
}

type Conv = ComputationOf<'conv' | 'conv-input-gradient' | 'conv-weight-gradient'>;
type Fc = ComputationOf<'fc' | 'fc-input-gradient' | 'fc-weight-gradient'>;

/** Undefined for a depthwise convolution, which is no matrix product. */
export function convProduct({ kind, geometry, groups }: Conv): ProductSizes | undefined {
  return isDepthwise(geometry, groups) ? undefined : productOver(kind, geometry, groups);
}

const convKinds = {
  fc: 'conv',
  'fc-input-gradient': 'conv-input-gradient',
  'fc-weight-gradient': 'conv-weight-gradient',
} as const;

export function fcProduct(computation: Fc): ProductSizes {
  return productOver(convKinds[computation.kind], onePixelGeometry(computation), 1);
}

function productOver(kind: Conv['kind'], { window, input, output }: WindowGeometry, groups: number): ProductSizes {
  const taps = sizeOf(window.kernel);
  const channels = input[3] / groups;
  const filters = output[3] / groups;
  const pixels = ([batch, height, width]: typeof input) => batch * height * width;
  switch (kind) {
    case 'conv':
      return { rows: pixels(output), columns: filters, sum: taps * channels, groups };
    case 'conv-input-gradient':
      return { rows: pixels(input), columns: channels, sum: taps * filters, groups };
    case 'conv-weight-gradient':
      return { rows: taps * channels, columns: filters, sum: pixels(output), groups };
  }
}

/** Two operations per multiply-accumulate, those with padding included: the count of textbooks. */
export function convFlops({ geometry: { window, input, output }, groups }: Conv): number {
  return (2 * sizeOf(output) * sizeOf(window.kernel) * input[3]) / groups;
}

export function fcFlops({ batch, inputs, units }: Fc): number {
  return 2 * batch * inputs * units;
}
