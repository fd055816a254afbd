// The sum of branches of one shape: ResNet's way to join.
import { join, requireAgreement } from './joins.js';

export const add = join<'add'>({ kind: 'add' }, (call) => requireAgreement(call, ['height', 'width', 'channels']));
