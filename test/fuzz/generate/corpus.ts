// Texts that mutations begin with: the examples, and both examples of every diagnostic.
import { readdirSync, readFileSync } from 'node:fs';
import { diagnosticTable } from '../../../language/index.js';

/** Read from the folder that npm runs scripts in. */
const folder = 'examples';

const examples: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.cnn'))
  .sort()
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

const documented: readonly string[] = [...diagnosticTable.values()].flatMap(({ wrong, right }) => [wrong, right]);

/** Short enough that one analysis takes milliseconds. */
export const smallTexts: readonly string[] = [...documented, ...examples.filter((text) => text.length < 2_500)];

export const texts: readonly string[] = [...smallTexts, ...examples.filter((text) => text.length >= 2_500)];

export const tokenPattern = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"[^"\r\n]*"|->|==|<=|>=|[\w.]+|\s+|[\s\S]/gu;

/** Every different token of the corpus. */
export const tokens: readonly string[] = [...new Set(texts.flatMap((text) => text.match(tokenPattern) ?? []))];
