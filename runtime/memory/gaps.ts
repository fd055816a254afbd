// The times at which buffers are free, ordered so that a gap around a given lifetime is found in logarithmic time.

/** `buffer` is free from `first` to `last`, both included. */
export interface Gap {
  readonly buffer: number;
  readonly first: number;
  readonly last: number;
}

/** Gaps by their first time, under a tree that knows the latest last time of every range of first times. */
export class Gaps {
  /** By first time: its gaps, those that end soonest first. Absent where there was none yet. */
  readonly #starting: (Gap[] | undefined)[];
  /** A binary tree in an array: node n has the children 2n and 2n + 1, the leaves are the first times. */
  readonly #latest: Int32Array;
  readonly #leaves: number;

  /** @param end the last time there is; times count from 0 */
  constructor(end: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(end + 2));
    this.#latest = new Int32Array(2 * this.#leaves).fill(-1);
    this.#starting = new Array(end + 1).fill(undefined);
  }

  add(gap: Gap): void {
    const gaps = this.#starting[gap.first];
    // A splice allocates what it removes, also where that is nothing.
    if (!gaps) this.#starting[gap.first] = [gap];
    else if (gaps.length === 0 || gaps[gaps.length - 1].last < gap.last) gaps.push(gap);
    else gaps.splice(endingBefore(gaps, gap.last), 0, gap);
    this.#update(gap.first);
  }

  /** Takes out the gap around [first, last] that begins latest, and of those the one that ends soonest. */
  take(first: number, last: number): Gap | undefined {
    const start = this.#lastStart(first, last);
    if (start === undefined) return undefined;
    const gaps = this.#starting[start]!;
    const index = endingBefore(gaps, last);
    const gap = gaps[index];
    if (index === gaps.length - 1) gaps.pop();
    else gaps.splice(index, 1);
    this.#update(start);
    return gap;
  }

  #update(start: number): void {
    let node = this.#leaves + start;
    this.#latest[node] = this.#starting[start]?.at(-1)?.last ?? -1;
    for (node >>= 1; node > 0; node >>= 1) {
      this.#latest[node] = Math.max(this.#latest[2 * node], this.#latest[2 * node + 1]);
    }
  }

  /** The latest start up to `first` at which a gap begins that lasts until `last` at least. */
  #lastStart(first: number, last: number): number | undefined {
    // Climb from the leaf to the first subtree of earlier starts with such a gap, ...
    let node = this.#leaves + first;
    while (this.#latest[node] < last) {
      while (node > 1 && node % 2 === 0) node >>= 1;
      if (node <= 1) return undefined;
      node -= 1;
    }
    // ... then descend to the latest of its starts.
    while (node < this.#leaves) node = this.#latest[2 * node + 1] >= last ? 2 * node + 1 : 2 * node;
    return node - this.#leaves;
  }
}

/** How many of the gaps, sorted by their end, end before a time. */
function endingBefore(gaps: readonly Gap[], time: number): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (gaps[middle].last < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
