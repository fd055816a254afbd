// Checks that the branches of a join agree in shape.

import type { OperationOf, Shape } from '../../../model/index.js';
import { branchesDiffer } from '../../diagnostics/channels.js';
import { free, type LayerCall, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

export type JoinKind = 'add' | 'mul' | 'concat';

/**
 * Reports every branch that differs in one of `sides` from the shape most branches have, the first among equals, and
 * returns that shape: of three branches, the one that differs is the mistake.
 */
export function requireAgreement(call: LayerCall, sides: readonly (keyof Shape)[]): Shape {
  const { inputs } = call;
  const differing = (a: Shape, b: Shape) => sides.filter((side) => a[side] !== b[side]);
  const votes = inputs.map((shape) => inputs.filter((other) => differing(shape, other).length === 0).length);
  const common = votes.indexOf(Math.max(...votes));
  inputs.forEach((shape, index) => {
    const different = differing(inputs[common], shape);
    if (different.length === 0) return;
    const related = [common, index].map((input) => ({ input, sides }));
    const args = { expected: inputs[common], actual: shape, sides: different };
    call.report(index, branchesDiffer, args, related);
  });
  return inputs[common];
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
