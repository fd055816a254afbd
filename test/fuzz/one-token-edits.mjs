// `node test/fuzz/one-token-edits.mjs [--share 1] [--seed 1] [--worst 20] [WORD...]`: edits the examples by one token
// or character and prints the share with more than three errors, and the worst. Words select examples by name.
import { readdir, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadSources } from '../../build/sources.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    worst: { type: 'string', default: '20' },
  },
});
const { editTokens, editCharacters, tryEdits, createRandom, sample, countCascades, mostErrors } = await loadSources(
  'one-token-edits',
  `export * from './test/fuzz/one-token-edits.js';`,
);

const folder = new URL('../../examples/', import.meta.url);
const names = (await readdir(folder)).filter((name) => name.endsWith('.cnn')).sort();
const chosen = names.filter((name) => positionals.length === 0 || positionals.some((word) => name.includes(word)));
const random = createRandom(Number(values.seed));
/** @type {{ token: any[], character: any[] }} */
const results = { token: [], character: [] };
for (const name of chosen) {
  const text = await readFile(new URL(name, folder), 'utf8');
  const edits = [...editTokens(text), ...editCharacters(text, random)];
  for (const { text: _, ...result } of tryEdits({ name, text }, sample(edits, Number(values.share), random))) {
    results[/** @type {'token' | 'character'} */ (result.edit.kind)].push({ ...result, text });
  }
}
for (const kind of /** @type {const} */ (['token', 'character'])) {
  const { edits, cascades, worst } = countCascades(results[kind]);
  const share = ((100 * cascades) / Math.max(1, edits)).toFixed(2);
  console.log(`${kind}: ${edits} edits, ${cascades} with more than ${mostErrors} errors (${share} %), worst ${worst}`);
}
const worst = [...results.token, ...results.character]
  .filter(({ errors }) => errors.length > mostErrors)
  .sort((a, b) => b.errors.length - a.errors.length);
for (const { example, edit, errors, text } of worst.slice(0, Number(values.worst))) {
  const line = text.slice(0, edit.offset).split('\n').length;
  console.log(`\n${errors.length} errors: ${example}:${line}: ${edit.what}`);
  for (const error of errors.slice(0, 6)) console.log(`  ${error.line}: [${error.code}] ${error.message}`);
}
