// The rows of the textbook's table (CS231n's summary of VGG-16), for the hover and for `cnn summary`:
//   CONV3-64: [224x224x64]   memory: 224*224*64 = 3.2M   weights: (3*3*3)*64 = 1,728
import type { Operation, Shape } from '../../model/index.js';
import { formatCount, formatPair, formatShort } from '../../model/index.js';
import type { Instance } from '../analysis.js';
import { worksInPlace } from '../layers/index.js';

export { worksInPlace };

/** `INPUT`, `CONV5-6`, `CONV1x7-64`, `POOL2`, `FC`, and any other layer's name in upper case. */
export function textbookName(operation: Operation): string {
  switch (operation.kind) {
    case 'conv':
      return `CONV${formatPair(operation.window.kernel)}-${operation.filters}`;
    case 'maxpool':
      return `POOL${formatPair(operation.window.kernel)}`;
    case 'avgpool':
      return `AVGPOOL${formatPair(operation.window.kernel)}`;
    default:
      return operation.kind.toUpperCase();
  }
}

/** `[28x28x6]`: always three sides, as the textbook writes them. */
export function textbookShape({ height, width, channels }: Shape): string {
  return `${height}x${width}x${channels}`;
}

/** `28*28*6 = 4.7K` */
export function memoryProduct({ height, width, channels }: Shape): string {
  return `${height}*${width}*${channels} = ${formatShort(height * width * channels)}`;
}

/** `(5*5*1)*6 = 150`, a number alone where nothing is multiplied, and `0` for a layer without weights. */
export function weightsProduct({ cost: { weights } }: Instance): string {
  if (weights.count === 0) return '0';
  const total = formatCount(weights.count);
  return weights.product.includes('*') ? `${weights.product} = ${total}` : total;
}

/** The whole row, as in the opening comment. */
export function textbookRow(instance: Instance): string {
  const { operation, output } = instance.layer;
  const memory = worksInPlace(operation) ? 'in place' : memoryProduct(output);
  const layer = `${textbookName(operation)}: [${textbookShape(output)}]`;
  return `${layer}   memory: ${memory}   weights: ${weightsProduct(instance)}`;
}
