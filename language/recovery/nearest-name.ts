// Finds the known name nearest to a misspelt one, by the optimal string alignment distance.

/** A longer word is no misspelt name. */
const maximalLength = 40;

/** Names compared with one word: a pasted file may declare thousands and misspell thousands. */
const maximalNames = 1_000;

/** Rows of the table of distances, for names of up to twice the length. */
let [beforeLast, last, row] = [0, 1, 2].map(() => new Uint8Array(2 * maximalLength));

/** Edits (insert, delete, replace, swap two neighbours) between two short words; `least` where there are as many. */
function distance(a: string, b: string, least: number): number {
  for (let j = 0; j <= b.length; j++) row[j] = j;
  let fewestBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    [beforeLast, last, row] = [last, row, beforeLast];
    row[0] = i;
    let fewest = i;
    for (let j = 1; j <= b.length; j++) {
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + Number(a[i - 1] !== b[j - 1]));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2] + 1);
      row[j] = edits;
      if (edits < fewest) fewest = edits;
    }
    // Later rows come from this one and, by a swap, from the one before.
    if (fewest >= least && fewestBefore + 1 >= least) return least;
    fewestBefore = fewest;
  }
  return Math.min(row[b.length], least);
}

/** The name nearest to `word`, ignoring case; undefined where none is near. */
export function findNearest(word: string, names: Iterable<string>): string | undefined {
  const lowerCase = word.toLowerCase();
  if (lowerCase.length > maximalLength) return undefined;
  let best: string | undefined;
  // A short word is near too many others, so only its case may differ.
  let least = word.length < 3 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1;
  let compared = 0;
  for (const name of names) {
    if (++compared > maximalNames) break;
    const candidate = name.toLowerCase();
    // Every letter more or less is an edit.
    if (Math.abs(candidate.length - lowerCase.length) >= least) continue;
    const edits = distance(lowerCase, candidate, least);
    if (edits < least) [best, least] = [name, edits];
  }
  return best;
}
