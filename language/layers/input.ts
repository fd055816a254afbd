// Where the images flow in.
import { free, type LayerRule } from './rule.js';
import { ownPlace } from './views.js';

export const input: LayerRule<'input'> = {
  resolve: (call) => ({ operation: { kind: 'input' }, output: call.arguments.shape('size') }),
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};
