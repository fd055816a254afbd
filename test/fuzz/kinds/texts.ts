// Kinds whose input is one text: damaged files, repeated fragments, and examples with one token edited.
import { parseCnn } from '../../../language/index.js';
import { smallTexts, texts } from '../generate/corpus.js';
import { generateProgram } from '../generate/generate-program.js';
import { mutateText } from '../generate/mutate-text.js';
import { programText } from '../generate/program.js';
import { drawRepetition } from '../generate/repetition.js';
import type { Ask, Kind } from '../kind.js';
import { minimiseText } from '../minimise.js';
import { editCharacters, editTokens } from '../one-token-edits.js';
import type { Random } from '../random.js';
import { checkAnalysis } from './check-analysis.js';

function textKind(name: string, draw: (random: Random) => string): Kind<string> {
  return { name, draw, check: analyseText, minimise: minimiseText, describe: (text) => ({ 'input.cnn': text }) };
}

async function analyseText(text: string, ask: Ask): Promise<void> {
  checkAnalysis(await ask('analysis', () => parseCnn(text, 'fuzzed')), text);
}

/** Mostly small ones, since they take less time. */
export function drawText(random: Random): string {
  if (random.chance(0.3)) return programText(generateProgram(random));
  return random.pick(random.chance(0.1) ? texts : smallTexts);
}

export const mutatedTexts = textKind('mutated-texts', (random) => {
  return mutateText(drawText(random), random, drawText(random));
});

export const repetitions = textKind('repetitions', drawRepetition);

export const oneTokenEdits = textKind('one-token-edits', (random) => {
  const text = random.pick(texts);
  const edits = random.chance(0.5) ? editTokens(text) : editCharacters(text, random.next);
  if (edits.length === 0) return text;
  const { offset, removed, inserted } = random.pick(edits);
  return text.slice(0, offset) + inserted + text.slice(offset + removed);
});
