// The product of branches; one of 1x1xC is spread over the others' places (squeeze-and-excitation).

import type { Shape } from '../../../model/index.js';
import { branchesDiffer } from '../../diagnostics/channels.js';
import { join } from './joins.js';

function isVector({ height, width }: Shape): boolean {
  return height === 1 && width === 1;
}

export const mul = join<'mul'>({ kind: 'mul' }, (call) => {
  const first = Math.max(
    0,
    call.inputs.findIndex((shape) => !isVector(shape)),
  );
  const full = call.inputs[first];
  call.inputs.forEach((shape, index) => {
    const sameSides = shape.height === full.height && shape.width === full.width;
    if (shape.channels === full.channels && (isVector(shape) || sameSides)) return;
    const sides = ['height', 'width', 'channels'] as const;
    const related = [first, index].map((input) => ({ input, sides }));
    call.report(index, branchesDiffer, { expected: full, actual: shape }, related);
  });
  return full;
});
