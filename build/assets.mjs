// What dist/ holds besides bundles: the embedded data set with its origin and licence.
import { cp, readdir } from 'node:fs/promises';

const digits = 'runtime/data/digits';

/** Copies the handwritten digits (gzipped IDX) and the note on their origin to dist/digits. */
export async function copyDigits() {
  const names = (await readdir(digits)).filter((name) => name.endsWith('.gz') || name.endsWith('.md'));
  if (names.length === 0) throw new Error(`${digits} holds no .gz file: the data set is part of the repository.`);
  await Promise.all(names.map((name) => cp(`${digits}/${name}`, `dist/digits/${name}`)));
}
