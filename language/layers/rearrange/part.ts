// A share of the channels: `part(1, of=2)` is the first half.
import { groupsDoNotDivide, noSuchPart } from '../../diagnostics/channels.js';
import { free, type LayerRule } from '../rule.js';
import { ownPlace } from '../views.js';

export const part: LayerRule<'part'> = {
  resolve(call) {
    const [input] = call.inputs;
    const index = call.arguments.number('index');
    const of = call.arguments.number('of');
    const fits = input.channels % of === 0;
    if (!fits) {
      call.report('of', groupsDoNotDivide, { count: of, what: 'parts', of: 'channels', channels: input.channels });
    } else if (index > of) {
      call.report('index', noSuchPart, { index, of });
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
