// What joins share: branches that must agree, and how it is said when they do not.
import { formatShape, type OperationOf, type Shape } from '../graph/index.js';
import { free, type LayerCall, type LayerRule } from './rule.js';
import { ownPlace } from './views.js';

export type JoinKind = 'add' | 'mul' | 'concat';

/** Reports every branch that differs from the first in one of `sides`. */
export function requireAgreement(call: LayerCall, sides: readonly (keyof Shape)[]): void {
  const [first, ...others] = call.inputs;
  others.forEach((shape, index) => {
    const different = sides.filter((side) => first[side] !== shape[side]);
    if (different.length === 0) return;
    const message = `the branches differ: ${formatShape(first)} and ${formatShape(shape)} (${different.join(' and ')}).`;
    const project = `conv(${first.channels}, 1x1)`;
    const onlyChannels = different.length === 1 && different[0] === 'channels';
    call.report(index + 1, 'branches-differ', message, {
      related: [0, index + 1].map((input) => ({ input, sides })),
      fixes: onlyChannels ? [{ append: ` -> ${project}` }] : [],
    });
  });
}

/** A join's rule, of which only the output's shape is its own. */
export function join<K extends JoinKind>(operation: OperationOf<K>, output: (call: LayerCall) => Shape): LayerRule<K> {
  return {
    resolve: (call) => ({ operation, output: output(call) }),
    cost: () => free,
    view: () => ownPlace,
    inPlace: false,
  };
}
