// The types that builtins.cnn declares its parameters with: what a value must be, and how it is read.
import { type Category, namesOf } from '../../builtins.js';
import type { Padding, Pair, Shape } from '../../graph/index.js';
import { describe, unknown, type Value } from './value.js';

/** Sides of images and windows. */
export const maximalSide = 1 << 16;
/** Filters, units, batches and the like. */
export const maximalCount = 1 << 20;

/** Characters of a path. */
const maximalPath = 1000;

/** A value read as its type, or what is wrong with it: a phrase that completes "`kernel` ...". */
export type Reading<T> =
  | { readonly value: T }
  | { readonly wrong: string /** What was likely meant. */; readonly meant?: T };

interface Type<T> {
  /** Words that stand for themselves where this type is wanted. */
  readonly symbols: readonly string[];
  read(value: Value): Reading<T>;
  /** The built-ins that are wanted, where it wants any of one category. */
  readonly category?: Category;
  /** Used after an error, to check what follows. */
  readonly fallback: T;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function integer(value: number, least: number, most: number): Reading<number> {
  if (isWhole(value, least, most)) return { value };
  return { wrong: `takes whole numbers from ${least} to ${most.toLocaleString('en-US')}, and this is ${value}.` };
}

function whole(least: number): Type<number> {
  return {
    symbols: [],
    fallback: Math.max(least, 1),
    read: (value) =>
      value.kind === 'number'
        ? integer(value.value, least, maximalCount)
        : { wrong: `takes a whole number, and this is ${describe(value)}.` },
  };
}

function numbers(items: readonly Value[]): number[] | undefined {
  const values = items.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
  return values.some(Number.isNaN) ? undefined : values;
}

/** The sides of a size, a tuple or a single number; undefined for anything else. */
function sidesOf(value: Value): readonly number[] | undefined {
  if (value.kind === 'size') return value.sides;
  if (value.kind === 'number') return [value.value];
  if (value.kind === 'tuple') return numbers(value.items);
  return undefined;
}

function checkedSides(
  value: Value,
  counts: readonly number[],
  least: number,
  example: string,
): { readonly value: readonly number[] } | { readonly wrong: string } {
  const sides = sidesOf(value);
  if (!sides) return { wrong: `takes a size such as ${example}, and this is ${describe(value)}.` };
  if (!counts.includes(sides.length)) {
    return { wrong: `takes a size such as ${example}, and this has ${sides.length} sides.` };
  }
  for (const side of sides) {
    if (isWhole(side, least, maximalSide)) continue;
    const checked = integer(side, least, maximalSide);
    if ('wrong' in checked) return { wrong: checked.wrong.replace('takes whole numbers', 'takes sides') };
  }
  return { value: sides };
}

const size: Type<Pair> = {
  symbols: [],
  fallback: [1, 1],
  read(value) {
    const sides = checkedSides(value, [1, 2], 1, '3x3');
    return 'wrong' in sides ? sides : { value: [sides.value[0], sides.value[sides.value.length - 1]] };
  },
};

const shape: Type<Shape> = {
  symbols: [],
  fallback: { height: 224, width: 224, channels: 3 },
  read(value) {
    const plane = sidesOf(value);
    if (plane?.length === 2) {
      const [height, width] = plane;
      const wrong = `takes height x width x channels, and the channels are missing: ${height}x${width}x1 or ${height}x${width}x3.`;
      return { wrong, meant: { height, width, channels: 1 } };
    }
    const sides = checkedSides(value, [3], 1, '28x28x1 (height x width x channels)');
    if ('wrong' in sides) return sides;
    const [height, width, channels] = sides.value;
    return { value: { height, width, channels } };
  },
};

const image: Type<Shape> = {
  symbols: [],
  fallback: { height: 32, width: 32, channels: 3 },
  read(value) {
    const read = shape.read(value);
    if ('wrong' in read || read.value.channels === 1 || read.value.channels === 3) return read;
    return { wrong: `takes 1 channel (grey) or 3 (colour), and this has ${read.value.channels}.` };
  },
};

const padding: Type<Padding | 'same'> = {
  symbols: ['same'],
  fallback: 'same',
  read(value) {
    if (value.kind === 'symbol') return { value: 'same' };
    const sides = checkedSides(
      value,
      value.kind === 'tuple' ? [2, 4] : [1, 2],
      0,
      '1, 1x2 or (top, left, bottom, right)',
    );
    if ('wrong' in sides) return sides;
    const [top, left = top, bottom = top, right = left] = sides.value;
    return { value: { top, left, bottom, right } };
  },
};

const pixels: Type<Padding> = {
  symbols: [],
  fallback: { top: 0, left: 0, bottom: 0, right: 0 },
  read(value) {
    const read = padding.read(value);
    if ('wrong' in read) return { wrong: read.wrong };
    return read.value === 'same' ? { wrong: 'takes pixels, and this is `same`.' } : { value: read.value };
  },
};

function oneOf(...names: readonly string[]): Type<string> {
  return {
    symbols: names,
    fallback: names[0],
    read: (value) =>
      value.kind === 'symbol' && names.includes(value.name)
        ? { value: value.name }
        : { wrong: `takes ${names.join(' or ')}, and this is ${describe(value)}.` },
  };
}

/** What may stand where a tensor is wanted: pieces and tensors, which the place they are used in places. */
function flow(wanted: string): Type<Value> {
  return {
    symbols: [],
    fallback: unknown,
    read: (value) =>
      value.kind === 'flow' || value.kind === 'tensor'
        ? { value }
        : { wrong: `takes ${wanted}, and this is ${describe(value)}.` },
  };
}

const flag: Type<boolean> = {
  symbols: ['true', 'false'],
  fallback: false,
  read: (value) =>
    value.kind === 'symbol'
      ? { value: value.name === 'true' }
      : { wrong: `takes true or false, and this is ${describe(value)}.` },
};

const path: Type<string> = {
  symbols: [],
  fallback: '',
  read(value) {
    const wanted = 'takes a path relative to this file, with forward slashes, such as "data/mnist"';
    if (value.kind !== 'text') return { wrong: `${wanted}, and this is ${describe(value)}.` };
    const text = value.text.replace(/\/+$/, '');
    if (text === '' || text.length > maximalPath)
      return { wrong: `${wanted}, and this has ${text.length} characters.` };
    const strange = /^\/|^[A-Za-z]:|[\\\p{Cc}]/u.exec(text)?.[0];
    return strange === undefined ? { value: text } : { wrong: `${wanted}, and this holds ${JSON.stringify(strange)}.` };
  },
};

function real(accepts: (value: number) => boolean, wanted: string, fallback: number): Type<number> {
  return {
    symbols: [],
    fallback,
    read: (value) =>
      value.kind === 'number' && accepts(value.value)
        ? { value: value.value }
        : { wrong: `takes ${wanted}, and this is ${describe(value)}.` },
  };
}

function setting(category: Category, wanted: string): Type<Value> {
  return {
    symbols: [],
    category,
    fallback: unknown,
    read: (value) =>
      value.kind === 'setting' && value.builtin.category === category
        ? { value }
        : { wrong: `takes ${wanted} (${namesOf(category).join(', ')}), and this is ${describe(value)}.` },
  };
}

/** Read where it is used: a chain of steps, each checked in its own place. */
const augmentation: Type<Value> = {
  ...flow('a chain such as flip -> crop(32x32, pad=4) -> normalise'),
  category: 'augmentation',
};

/** One number or several in parentheses, each after the one before it. */
const epochs: Type<readonly number[]> = {
  symbols: [],
  fallback: [1],
  read(value) {
    const wanted = 'takes an epoch or several in parentheses, ascending, such as (30, 60)';
    const at = value.kind === 'tuple' ? numbers(value.items) : value.kind === 'number' ? [value.value] : undefined;
    if (!at) return { wrong: `${wanted}, and this is ${describe(value)}.` };
    const wrong = at.findIndex((epoch, index) => !(epoch > (at[index - 1] ?? 0) && epoch <= maximalCount));
    if (wrong === -1) return { value: at };
    const before = at[wrong - 1];
    const why = before === undefined ? `the first is ${at[0]}` : `${at[wrong]} comes after ${before}`;
    return { wrong: `${wanted}, and ${why}.` };
  },
};

/** Paths in a network, in quotation marks. */
const paths: Type<readonly string[]> = {
  symbols: ['none'],
  fallback: [],
  read(value) {
    if (value.kind === 'symbol') return { value: [] };
    const items = value.kind === 'tuple' ? value.items : [value];
    const texts = items.map((item) => (item.kind === 'text' ? item.text : ''));
    if (!texts.includes('')) return { value: texts };
    const wrong = items[texts.indexOf('')];
    const given = wrong.kind === 'text' ? 'an empty one' : describe(wrong);
    return { wrong: `takes paths in quotation marks, such as "conv.2" or ("Stage", "Stage.2"), and this is ${given}.` };
  },
};

/** Bytes, as a number with a unit; less than this no training can do with. */
const leastMemory = 2 ** 20;

const memory: Type<number | undefined> = {
  symbols: ['none'],
  fallback: undefined,
  read(value) {
    if (value.kind === 'symbol') return { value: undefined };
    const bytes = value.kind === 'number' ? Math.floor(value.value) : 0;
    if (bytes >= leastMemory && Number.isSafeInteger(bytes)) return { value: bytes };
    return {
      wrong: `takes a number with a unit, such as 2GiB or 512MiB, from 1MiB on, and this is ${describe(value)}.`,
    };
  },
};

/** A number, which holds the norm of all gradients, or what holds each value. */
const clipping: Type<Value | undefined> = {
  symbols: ['none'],
  category: 'clipping',
  fallback: undefined,
  read(value) {
    if (value.kind === 'symbol') return { value: undefined };
    const limits = value.kind === 'number' && value.value > 0 && value.value <= 1e6;
    if (limits || (value.kind === 'setting' && value.builtin.category === 'clipping')) return { value };
    return {
      wrong: `takes a number above 0, up to a million, or by_value(0.5), and this is ${describe(value)}.`,
    };
  },
};

/** Every type by the name builtins.cnn gives it. */
export const types = {
  count: whole(1),
  whole: whole(0),
  size,
  shape,
  image,
  padding,
  pixels,
  interpolation: oneOf('nearest', 'bilinear'),
  branch: flow('pieces or tensors'),
  tensor: flow('a tensor'),
  flag,
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

/** What a parameter of this type can be answered with by name: words of its own, and the built-ins of a category. */
export function answersTo(name: string): Pick<Type<unknown>, 'symbols' | 'category'> {
  return Object.hasOwn(types, name) ? typeNamed(name) : { symbols: [] };
}

/** Every word that stands for itself in some argument; elsewhere it is a symbol only if nothing else has its name. */
export const symbols: ReadonlySet<string> = new Set(Object.values(types).flatMap((type) => type.symbols));
