// The product of branches; one of 1x1xC is spread over the others' places (squeeze-and-excitation).
import { formatShape, type Shape } from '../../../model/index.js';
import { join } from './joins.js';

function isVector({ height, width }: Shape): boolean {
  return height === 1 && width === 1;
}

export const mul = join<'mul'>({ kind: 'mul' }, (call) => {
  const full = call.inputs.find((shape) => !isVector(shape)) ?? call.inputs[0];
  call.inputs.forEach((shape, index) => {
    const sameSides = shape.height === full.height && shape.width === full.width;
    if (shape.channels === full.channels && (isVector(shape) || sameSides)) return;
    const message =
      `the branches differ: ${formatShape(full)} and ${formatShape(shape)}; ` +
      `mul takes equal shapes, or 1x1x${full.channels} to spread.`;
    call.report(index, 'branches-differ', message, {
      related: [call.inputs.indexOf(full), index].map((input) => ({ input, sides: ['height', 'width', 'channels'] })),
    });
  });
  return full;
});
