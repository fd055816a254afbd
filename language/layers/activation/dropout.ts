// Dropout: drops a fraction of the values while training.
import { pointwise } from './pointwise.js';

export const dropout = pointwise<'dropout'>((call) => ({ kind: 'dropout', rate: call.arguments.number('rate') }));
