// A share of the channels: `part(1, of=2)` is the first half.
import { free, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

export const part: LayerRule<'part'> = {
  resolve(call) {
    const [input] = call.inputs;
    const index = call.arguments.number('index');
    const of = call.arguments.number('of');
    const fits = input.channels % of === 0;
    if (!fits) {
      const message = `${of} parts do not divide the ${input.channels} channels it is given evenly.`;
      call.report('of', 'groups-do-not-divide', message);
    } else if (index > of) {
      const message = `there are ${of} parts, counted from 1, and this is part ${index}.`;
      call.report('index', 'no-such-part', message);
    }
    return {
      operation: { kind: 'part', index: Math.min(index, of), of: fits ? of : 1 },
      output: { ...input, channels: Math.max(1, Math.floor(input.channels / of)) },
    };
  },
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};
