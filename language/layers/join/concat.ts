// Branches side by side on the channels: GoogLeNet's way to join.
import { join, requireAgreement } from './joins.js';

export const concat = join<'concat'>({ kind: 'concat' }, (call) => {
  const sides = requireAgreement(call, ['height', 'width']);
  const channels = call.inputs.reduce((sum, shape) => sum + shape.channels, 0);
  return { ...sides, channels };
});
