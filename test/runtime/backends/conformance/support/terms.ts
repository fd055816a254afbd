// How many rounded terms a value of each computation is made of: what its tolerance grows with.
import type { Computation } from '../../../../../runtime/ir/index.js';
import { size } from '../../reference/arrays.js';

/** A few operations one after the other, the inaccuracy of WGSL's own exp, pow and inverseSqrt among them. */
const few = 16;

export function termsOf(computation: Computation): number {
  switch (computation.kind) {
    case 'conv':
      return size(computation.geometry.window.kernel) * (computation.geometry.input[3] / computation.groups);
    case 'conv-input-gradient':
      return size(computation.geometry.window.kernel) * (computation.geometry.output[3] / computation.groups);
    case 'conv-weight-gradient':
      return size(computation.geometry.output.slice(0, 3));
    case 'avgpool':
    case 'avgpool-gradient':
    case 'maxpool-gradient':
      return size(computation.geometry.window.kernel);
    case 'fc':
      return computation.inputs;
    case 'fc-input-gradient':
      return computation.units;
    case 'fc-weight-gradient':
      return computation.batch;
    case 'bias-gradient':
    case 'prelu-slope-gradient':
      return computation.rows;
    case 'softmax':
    case 'softmax-gradient':
      return few * computation.channels;
    case 'mul-spread-gradient':
      return computation.places;
    case 'upsample':
    case 'upsample-gradient':
      return few * size(computation.factor);
    case 'moments':
    case 'group-norm-input-gradient':
      return few + (computation.places * computation.channels) / computation.groups;
    case 'normalise-parameter-gradients':
      return few * computation.batch * computation.places;
    default:
      return few;
  }
}
