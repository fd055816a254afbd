// Schemas of shapes, windows and padding, shared by graphs and jobs.

import type { Padding, Pair, Shape, Window } from '../../../model/index.js';
import { boolean, count, invalid, object, positive, type Schema } from '../../../model/schema.js';

export const shape = object<Shape>({ height: positive, width: positive, channels: positive });

export function pairOf(side: Schema<number>): Schema<Pair> {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 2) return invalid;
    const vertical = side(value[0]);
    const horizontal = side(value[1]);
    return vertical === invalid || horizontal === invalid ? invalid : [vertical, horizontal];
  };
}

export const padding = object<Padding>({ top: count, left: count, bottom: count, right: count });

const sides = pairOf(positive);

export const window = object<Window>({ kernel: sides, stride: sides, dilation: sides, padding, ceil: boolean });
