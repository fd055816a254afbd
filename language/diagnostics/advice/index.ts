// All rules of advice, in the order of docs/diagnostics.md.
import { biasBeforeBn } from './bias-before-bn.js';
import { earlyMemory } from './early-memory.js';
import { fieldTooLarge } from './field-too-large.js';
import { fieldTooSmall } from './field-too-small.js';
import { firstFcHeavy } from './first-fc-heavy.js';
import { inputDoesNotHalve } from './input-does-not-halve.js';
import { largeFilter } from './large-filter.js';
import { largePoolingWindow } from './large-pooling-window.js';
import { strideDoesNotFit } from './stride-does-not-fit.js';
import { unpaddedByDefaults } from './unpadded-by-defaults.js';

export const adviceRules = [
  inputDoesNotHalve,
  largeFilter,
  strideDoesNotFit,
  largePoolingWindow,
  firstFcHeavy,
  earlyMemory,
  unpaddedByDefaults,
  biasBeforeBn,
  fieldTooSmall,
  fieldTooLarge,
] as const;
