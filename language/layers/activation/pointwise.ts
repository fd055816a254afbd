// Layers that keep their input's shape and look at each place by itself.
import type { Kind, OperationOf } from '../../../model/index.js';
import { free, type LayerCall, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

/** A layer that learns nothing and keeps the shape it is given. */
export function pointwise<K extends Kind>(operation: (call: LayerCall) => OperationOf<K>): LayerRule<K> {
  return {
    resolve: (call) => ({ operation: operation(call), output: call.inputs[0] }),
    cost: () => free,
    view: () => ownPlace,
    inPlace: true,
  };
}
