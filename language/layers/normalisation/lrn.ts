// Local response normalisation over neighbouring channels (AlexNet): x / (k + alpha/size * sum of squares)^beta.
import { evenLrn } from '../../diagnostics/channels.js';
import { free, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

export const lrn: LayerRule<'lrn'> = {
  resolve(call) {
    const given = call.arguments;
    const size = given.number('size');
    if (size % 2 === 0) call.report('size', evenLrn, { size });
    const operation = {
      kind: 'lrn' as const,
      size,
      alpha: given.number('alpha'),
      beta: given.number('beta'),
      k: given.number('k'),
    };
    return { operation, output: call.inputs[0] };
  },
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};
