// Copies the embedded data set with its origin and licence to dist/.
import { cp, readdir } from 'node:fs/promises';

const digits = 'runtime/data/digits';

/** Copies the handwritten digits (gzipped IDX) and the note on their origin to dist/digits. */
export async function copyDigits() {
  const names = (await readdir(digits)).filter((name) => name.endsWith('.gz') || name.endsWith('.md'));
  if (names.length === 0) throw new Error(`${digits} has no .gz file, but the data set is part of the repository.`);
  await Promise.all(names.map((name) => cp(`${digits}/${name}`, `dist/digits/${name}`)));
}
