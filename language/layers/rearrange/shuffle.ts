// Channel shuffle: mixes the channels of groups (ShuffleNet).
import { free, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';
import { divideIntoGroups } from '../window/windows.js';

export const shuffle: LayerRule<'shuffle'> = {
  resolve(call) {
    const [input] = call.inputs;
    const groups = divideIntoGroups(call, input.channels, input.channels);
    return { operation: { kind: 'shuffle', groups }, output: input };
  },
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};
