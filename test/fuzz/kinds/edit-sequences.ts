// Edits of an open file one after the other: the analysis with caches equals a fresh one, symbols included.
import { deepStrictEqual } from 'node:assert';
import {
  type Analysis,
  analyse,
  type Importer,
  type ParsedFile,
  parseCnn,
  parseTree,
  resolveNames,
} from '../../../language/index.js';
import { mutateText } from '../generate/mutate-text.js';
import type { Kind } from '../kind.js';
import { minimiseList, minimiseText } from '../minimise.js';
import { checkAnalysis } from './check-analysis.js';
import { drawText } from './texts.js';

const importNothing: Importer = () => undefined;

interface State {
  readonly text: string;
  /** An edit that the next one overtakes is parsed and not analysed. */
  readonly isAnalysed: boolean;
}

export const editSequences: Kind<readonly State[]> = {
  name: 'edit-sequences',
  draw(random) {
    const states: State[] = [{ text: drawText(random), isAnalysed: true }];
    for (let edits = random.integer(1, 8); edits > 0; edits--) {
      const isUndone = states.length > 1 && random.chance(0.2);
      const text = isUndone
        ? states[states.length - 2].text
        : mutateText(states.at(-1)!.text, random, drawText(random));
      states.push({ text, isAnalysed: random.chance(0.8) });
    }
    return states;
  },
  async check(states, ask) {
    let parsed: ParsedFile | undefined;
    let before: Analysis | undefined;
    for (const { text, isAnalysed } of states) {
      const next = await ask('parsing', () => parseTree(text, parsed));
      parsed = next;
      if (!isAnalysed) continue;
      const analysis = await ask('analysis', () => analyse(next, 'fuzzed', importNothing, before));
      before = analysis;
      checkAnalysis(analysis, text);
      deepStrictEqual(analysis, parseCnn(text, 'fuzzed', importNothing));
      deepStrictEqual(await ask('symbols', () => symbolsOf(next)), symbolsOf(parseTree(text)));
    }
  },
  async minimise(states, fails) {
    let smallest = await minimiseList(states, fails);
    for (let index = 0; index < smallest.length; index++) {
      const replace = (text: string) => smallest.with(index, { ...smallest[index], text });
      smallest = replace(await minimiseText(smallest[index].text, (text) => fails(replace(text))));
    }
    return smallest;
  },
  describe: (states) => Object.fromEntries(states.map(({ text }, index) => [`state-${index + 1}.cnn`, text])),
};

function symbolsOf(parsed: ParsedFile) {
  const { declarations, references, scopes, blocks } = resolveNames(parsed, 'fuzzed', importNothing);
  return { declarations, references, scopes, blocks };
}
