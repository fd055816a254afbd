// Finds the known name nearest to a misspelt one, by the optimal string alignment distance.

/** Edits (insert, delete, replace, swap two neighbours) between two short words. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** The name nearest to `word`, ignoring case; undefined where none is near. */
export function findNearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > 40) return undefined;
  let best: string | undefined;
  // A short word is near too many others, so only its case may differ.
  let least = word.length < 3 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const edits = distance(word.toLowerCase(), name.toLowerCase());
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
}
