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
  const common = findMostCommon(inputs.map((shape) => sides.map((side) => shape[side]).join('x')));
  inputs.forEach((shape, index) => {
    const different = sides.filter((side) => inputs[common][side] !== shape[side]);
    if (different.length === 0) return;
    const related = [common, index].map((input) => ({ input, sides }));
    const args = { expected: inputs[common], actual: shape, sides: different };
    call.report(index, branchesDiffer, args, related);
  });
  return inputs[common];
}

/** The first index of the key that most have. */
function findMostCommon(keys: readonly string[]): number {
  const votes = new Map<string, number>();
  for (const key of keys) votes.set(key, (votes.get(key) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return keys.findIndex((key) => votes.get(key) === most);
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
