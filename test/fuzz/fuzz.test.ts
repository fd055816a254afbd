// The first cases of every kind of fuzzing, the same in every run; `npm run fuzz` tries others for longer. Times are
// not checked here: tests share their cores.
import { expect, it } from 'vitest';
import { judge } from './judge.js';
import { kinds } from './kinds/index.js';
import { caseRandom } from './random.js';

/** About two seconds of each kind. */
const cases: Readonly<Record<string, number>> = {
  'mutated-texts': 200,
  'one-token-edits': 40,
  repetitions: 3,
  programs: 80,
  rewrites: 120,
  'edit-sequences': 60,
  requests: 30,
  'data-files': 80,
  messages: 1_500,
};
const seed = 1;

it.each(kinds)('$name', async (kind) => {
  for (let number = 0; number < (cases[kind.name] ?? 0); number++) {
    const { failure } = await judge(kind, kind.draw(caseRandom(seed, kind.name, number)));
    const again = `npm run fuzz -- --kind ${kind.name} --seed ${seed} --case ${number}`;
    expect(failure?.kind === 'error' ? `${again}\n${failure.message}` : undefined).toBeUndefined();
  }
});
