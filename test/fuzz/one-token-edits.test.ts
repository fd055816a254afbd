// A seeded sample of one-token edits of the examples: few give more than three errors. All of them:
// `node test/fuzz/one-token-edits.mjs`.
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readText } from '../language/ground-truth.js';
import {
  countCascades,
  createRandom,
  type EditKind,
  type EditResult,
  editCharacters,
  editTokens,
  sample,
  tryEdits,
} from './one-token-edits.js';

const names = readdirSync(new URL('../../examples/', import.meta.url)).filter((name) => name.endsWith('.cnn'));

function run(kind: EditKind, share: number, seed: number): EditResult[] {
  const random = createRandom(seed);
  return names.flatMap((name) => {
    const text = readText(`examples/${name}`);
    const edits = kind === 'token' ? editTokens(text) : editCharacters(text, random);
    return [...tryEdits({ name, text }, sample(edits, share, random))];
  });
}

it.each([
  ['token', 0.02, 2],
  ['character', 0.01, 1],
] as const)('at most %s edits: %d of them sampled, %d %% with more than three errors', (kind, share, most) => {
  const { edits, cascades, worst } = countCascades(run(kind, share, 12));
  expect(edits).toBeGreaterThan(200);
  expect(worst).toBeLessThan(20);
  expect((100 * cascades) / edits).toBeLessThanOrEqual(most);
});
