// A long computation that yields after each part. Its caller runs it to the end, or in slices between other work, and
// may abandon it at any yield.

/** Each yielded number is the work done since the last one, in units of about a microsecond. */
export type Interruptible<T> = Generator<number, T, void>;

export function runToEnd<T>(work: Interruptible<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Runs until the work is done or has taken `units`; the caller may go on with it later. */
export function runSlice<T>(work: Interruptible<T>, units: number): { readonly done?: { readonly value: T } } {
  for (let spent = 0; spent <= units; ) {
    const { done, value } = work.next();
    if (done) return { done: { value } };
    spent += value;
  }
  return {};
}
