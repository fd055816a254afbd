// Every kind of fuzzing, in the order in which a run takes turns.
import type { AnyKind } from '../kind.js';
import { dataFiles } from './data-files.js';
import { editSequences } from './edit-sequences.js';
import { messages } from './messages.js';
import { programs, rewrites } from './programs.js';
import { requests } from './requests.js';
import { mutatedTexts, oneTokenEdits, repetitions } from './texts.js';

export const kinds: readonly AnyKind[] = [
  mutatedTexts,
  oneTokenEdits,
  repetitions,
  programs,
  rewrites,
  editSequences,
  requests,
  dataFiles,
  messages,
];
