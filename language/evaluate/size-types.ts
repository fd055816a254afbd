// Types of parameters with sides: windows, shapes, paddings.
import type { AlignedPadding, AutomaticPadding, Padding, Pair, Shape } from '../../model/index.js';
import { integer, isWhole, numbers, type Reading, type Type } from './type.js';
import { describe, type Value } from './value.js';

/** Sides of images and windows. */
const maximalSide = 1 << 16;

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
    const found = value.kind === 'number' ? `is ${describe(value)}` : `has ${sides.length} sides`;
    return { wrong: `takes a size such as ${example}, and this ${found}.` };
  }
  for (const side of sides) {
    if (isWhole(side, least, maximalSide)) continue;
    const checked = integer(side, least, maximalSide);
    if ('wrong' in checked) return { wrong: checked.wrong.replace('takes whole numbers', 'takes sides') };
  }
  return { value: sides };
}

export const size: Type<Pair> = {
  symbols: [],
  fallback: [1, 1],
  read(value) {
    const sides = checkedSides(value, [1, 2], 1, '3x3');
    return 'wrong' in sides ? sides : { value: [sides.value[0], sides.value[sides.value.length - 1]] };
  },
};

export const shape: Type<Shape> = {
  symbols: [],
  fallback: { height: 224, width: 224, channels: 3 },
  read(value) {
    const given = sidesOf(value);
    if (given?.length === 2) {
      const [height, width] = given;
      const plane = `${height}x${width}`;
      const wrong = `takes height x width x channels, and the channels are missing: ${plane}x1 or ${plane}x3.`;
      return { wrong, meant: { height, width, channels: 1 } };
    }
    const sides = checkedSides(value, [3], 1, '28x28x1 (height x width x channels)');
    if ('wrong' in sides) return sides;
    const [height, width, channels] = sides.value;
    return { value: { height, width, channels } };
  },
};

export const image: Type<Shape> = {
  symbols: [],
  fallback: { height: 32, width: 32, channels: 3 },
  read(value) {
    const read = shape.read(value);
    if ('wrong' in read || read.value.channels === 1 || read.value.channels === 3) return read;
    return { wrong: `takes 1 channel (grey) or 3 (colour), and this has ${read.value.channels}.` };
  },
};

const aligned: readonly AlignedPadding[] = ['same_upper', 'same_lower'];

function readPadding<W extends AutomaticPadding>(value: Value, words: readonly W[]): Reading<Padding | W> {
  const word = value.kind === 'symbol' ? words.find((name) => name === value.name) : undefined;
  if (word) return { value: word };
  if (value.kind === 'symbol') {
    const others = words.length > 0 ? `pixels, ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : 'pixels';
    return { wrong: `takes ${others}, and this is ${describe(value)}.` };
  }
  const counts = value.kind === 'tuple' ? [2, 4] : [1, 2];
  const sides = checkedSides(value, counts, 0, '1, 1x2 or (top, left, bottom, right)');
  if ('wrong' in sides) return sides;
  const [top, left = top, bottom = top, right = left] = sides.value;
  return { value: { top, left, bottom, right } };
}

export const padding: Type<Padding | AutomaticPadding> = {
  symbols: ['same', ...aligned],
  fallback: 'same',
  read: (value) => readPadding(value, ['same', ...aligned]),
};

/** Of a transposed convolution. */
export const transposedPadding: Type<Padding | AlignedPadding> = {
  symbols: aligned,
  fallback: { top: 0, left: 0, bottom: 0, right: 0 },
  read: (value) => readPadding(value, aligned),
};

export const pixels: Type<Padding> = {
  symbols: [],
  fallback: { top: 0, left: 0, bottom: 0, right: 0 },
  read: (value) => readPadding(value, []),
};
