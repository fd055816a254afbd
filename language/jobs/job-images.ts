// The images of a job: where they come from, what happens to them on the way into a batch, and what is known of them
// before they are read.

import {
  type Augmentation,
  augmentedShape,
  type DataSource,
  formatSize,
  knownFigures,
  type Padding,
  type Pair,
  type Shape,
} from '../../model/index.js';
import type { KnownImages } from '../analysis.js';
import { findAugmentation } from '../builtins/builtins.js';
import { wrongArgument } from '../diagnostics/arguments.js';
import { cropTooLarge } from '../diagnostics/training.js';
import type { FileContext } from '../evaluate/file-context.js';
import { readSettings } from '../evaluate/read-settings.js';
import { reportUnknown } from '../evaluate/unknown-name.js';
import { Scope, type Value } from '../evaluate/value.js';
import { type Expression, isCall, isChain, isGroup, isTuple } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

/** Undefined for a value that is no data set, which was reported. */
export function readData(value: Value, file: FileContext): DataSource | undefined {
  if (value.kind !== 'setting') return undefined;
  const settings = readSettings(value.call, value.builtin, file);
  const number = (name: string) => settings.get(name) as number;
  const kind = value.builtin.name as DataSource['kind'];
  switch (kind) {
    case 'digits':
      return { kind };
    case 'mnist':
    case 'fashion_mnist':
    case 'cifar10':
    case 'npz':
      return { kind, path: settings.get('path') as string };
    case 'folder': {
      const [path, size] = [settings.get('path') as string, settings.get('size') as Shape];
      return { kind, path, size, test: number('test') };
    }
    case 'shapes': {
      const size = settings.get('size') as Shape;
      return { kind, size, train: number('images'), test: number('tests'), seed: number('seed') };
    }
  }
}

interface WrittenAugmentation {
  readonly augmentation: Augmentation;
  readonly range: Range;
}

/**
 * The steps of a chain such as `flip -> crop(32x32, pad=4) -> normalise`; what is no such step is reported and left
 * out.
 */
export function readAugmentations(value: Value, file: FileContext): readonly WrittenAugmentation[] {
  return value.kind === 'piece' ? stepsOf(value.expression, file) : [];
}

function stepsOf(expression: Expression | undefined, file: FileContext): readonly WrittenAugmentation[] {
  if (isChain(expression)) return expression.elements.flatMap((element) => stepsOf(element, file));
  if (isGroup(expression)) return stepsOf(expression.chain, file);
  if (isTuple(expression) && expression.elements.length === 1) return stepsOf(expression.elements[0], file);
  const range = rangeOf(expression, file);
  const wrong = () => {
    const reason = 'takes a chain of flip, crop(32x32, pad=4) and normalise, and this is none of them.';
    file.diagnostics.report(wrongArgument, range, { parameter: 'augment', reason });
    return [];
  };
  if (!expression) return [];
  if (!isCall(expression)) return wrong();
  if (!expression.name || (expression.name === 'identity' && !expression.parenthesis)) return [];
  const builtin = findAugmentation(expression.name);
  if (!builtin) {
    reportUnknown(expression, { scope: new Scope('file', file), given: undefined, category: 'augmentation' });
    return [];
  }
  const settings = readSettings(expression, builtin, file);
  const kind = builtin.name as Augmentation['kind'];
  switch (kind) {
    case 'flip':
    case 'normalise':
      return [{ augmentation: { kind }, range }];
    case 'crop': {
      const [size, padding] = [settings.get('size') as Pair, settings.get('pad') as Padding];
      return [{ augmentation: { kind, size, padding }, range }];
    }
  }
}

/** What is known of the images as the network is given them. Reports a crop that does not fit. */
export function imagesOf(
  source: DataSource | undefined,
  steps: readonly WrittenAugmentation[],
  { range, goal }: Pick<KnownImages, 'range' | 'goal'>,
  file: FileContext,
): KnownImages | undefined {
  if (!source) return undefined;
  const { shape, classes } = knownFigures(source);
  if (!shape) return { range, goal, cropped: false, classes };
  const augmentations = steps.map(({ augmentation }) => augmentation);
  const { shape: given, tooLarge } = augmentedShape(shape, augmentations);
  if (!tooLarge) return { range, goal, shape: given, cropped: formatSize(given) !== formatSize(shape), classes };
  file.diagnostics.report(cropTooLarge, steps[tooLarge.step].range, { mismatch: tooLarge.message });
  return { range, goal, cropped: false, classes };
}
