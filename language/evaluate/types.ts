// The parameter types by the names that builtins.cnn uses.
import { maxSeed } from '../../model/index.js';
import { image, padding, pixels, shape, size, transposedPadding } from './size-types.js';
import { augmentation, clipping, epochs, memory, path, paths } from './training-types.js';
import { anyNumber, flag, oneOf, pieceOrTensor, real, setting, type Type, whole } from './type.js';

/** Every type by the name builtins.cnn gives it. */
const types = {
  count: whole(1),
  seed: whole(0, maxSeed),
  size,
  shape,
  image,
  padding,
  transposed_padding: transposedPadding,
  pixels,
  interpolation: oneOf('nearest', 'bilinear'),
  branch: pieceOrTensor('pieces or tensors'),
  real: anyNumber,
  reals: anyNumber,
  tensor: pieceOrTensor('a tensor'),
  flag,
  counting: oneOf('true', 'false', 'auto'),
  fraction: real((value) => value >= 0 && value < 1, 'a fraction from 0 up to, but not including, 1', 0),
  number: real((value) => Math.abs(value) <= 1e6, 'a number', 1),
  share: real((value) => value >= 0 && value <= 1, 'a number from 0 to 1', 0),
  positive: real((value) => value > 0 && value <= 1e6, 'a number above 0, up to a million', 1),
  magnitude: real((value) => value >= 0 && value <= 1e6, 'a number from 0 to a million', 0),
  epochs,
  paths,
  clipping,
  memory,
  initialisation: oneOf('he', 'xavier'),
  storage: oneOf('f32', 'f16'),
  target: oneOf('data', 'input'),
  loss: setting('loss', 'a loss'),
  schedule: setting('schedule', 'a schedule such as step(every=30)'),
  optimizer: setting('optimizer', 'an optimizer such as sgd(lr=0.05)'),
  data: setting('data', 'a data set such as digits'),
  augmentation,
  path,
} satisfies Record<string, Type<unknown>>;

export type TypeName = keyof typeof types;

export function typeNamed(name: string): Type<unknown> {
  if (!Object.hasOwn(types, name)) throw new Error(`builtins.cnn uses a type that does not exist: ${name}`);
  return types[name as TypeName];
}

/** The names that a parameter of this type accepts: its own words, and the built-ins of a category. */
export function acceptedNames(name: string): Pick<Type<unknown>, 'symbols' | 'category'> {
  return Object.hasOwn(types, name) ? typeNamed(name) : { symbols: [] };
}

/** Whether a parameter of this type takes any number of arguments, which have no names. */
export function isRepeatable(name: string | undefined): boolean {
  return name === 'branch' || name === 'reals';
}

/** Whether a parameter of this type takes numbers, so that it may be computed. */
export function acceptsNumbers(name: string): boolean {
  if (!Object.hasOwn(types, name)) return false;
  return [1, 0.5].some((value) => 'value' in typeNamed(name).read({ kind: 'number', value }));
}

/** Every word that is a value of some type; elsewhere it is a symbol only if nothing else has its name. */
export const symbols: ReadonlySet<string> = new Set(Object.values(types).flatMap((type) => type.symbols));
