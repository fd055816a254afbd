// Parametric rectifier: x below 0 becomes slope*x, with a learned slope a channel or one for all.
import { free, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

export const prelu: LayerRule<'prelu'> = {
  resolve(call) {
    const shared = call.arguments.flag('shared');
    return { operation: { kind: 'prelu', shared, init: call.arguments.number('init') }, output: call.inputs[0] };
  },
  cost({ shared }, [{ channels }]) {
    const count = shared ? 1 : channels;
    return { ...free, weights: { product: `${count}`, count } };
  },
  view: () => ownPlace,
  inPlace: true,
};
