// Local response normalisation over neighbouring channels (AlexNet): x / (k + alpha/size * sum of squares)^beta.
import { free, type LayerRule } from './rule.js';
import { ownPlace } from './views.js';

export const lrn: LayerRule<'lrn'> = {
  resolve(call) {
    const { number } = call.arguments;
    const size = number('size');
    if (size % 2 === 0) {
      call.report(
        'size',
        'even-lrn',
        `lrn looks at as many channels on both sides: its size is odd, and this is ${size}.`,
      );
    }
    const operation = { kind: 'lrn' as const, size, alpha: number('alpha'), beta: number('beta'), k: number('k') };
    return { operation, output: call.inputs[0] };
  },
  cost: () => free,
  view: () => ownPlace,
  inPlace: false,
};
