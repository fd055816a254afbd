// Functions of each value by itself: the rectifiers, sigmoids, elu, mish and their like all work alike.

import type { Pointwise } from '../../../ir/pointwise.js';
import { derivativeReads } from '../../../ir/pointwise.js';
import { type Site, type Step, sizeOf } from '../layer-work.js';

type PointwiseSite = { [K in Pointwise['kind']]: Site<K> }[Pointwise['kind']];

function forward({ operation, output }: PointwiseSite): Step[] {
  const computation = { kind: 'pointwise', size: sizeOf(output), function: operation } as const;
  return [{ computation, reads: ['x'], writes: ['y'] }];
}

function gradients({ operation, output }: PointwiseSite): Step[] {
  const computation = { kind: 'pointwise-gradient', size: sizeOf(output), function: operation } as const;
  return [{ computation, reads: [derivativeReads(operation), 'dy'], writes: ['dx'] }];
}

/** The row of every pointwise layer. */
export const pointwise = { forward, gradients };
