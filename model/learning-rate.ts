// Learning-rate schedules, as plain data: a factor on the optimizer's rate at every step. Times are in epochs, which
// may be fractions.

/** What may follow a warm-up. */
export type LongSchedule =
  /** The optimizer's rate throughout. */
  | { readonly kind: 'constant' }
  /** Times `factor` after every so many epochs. */
  | { readonly kind: 'step'; readonly every: number; readonly factor: number }
  /** Times `factor` at each of these epochs, ascending. */
  | { readonly kind: 'milestones'; readonly at: readonly number[]; readonly factor: number }
  /** Down half a cosine wave to the rate `end` at the end of the training. */
  | { readonly kind: 'cosine'; readonly end: number };

export type Schedule =
  | LongSchedule
  /**
   * Up in a straight line from `start` times the rate, over the first `epochs`. Epochs of `next` count from the
   * beginning too.
   */
  | { readonly kind: 'warmup'; readonly epochs: number; readonly start: number; readonly next: LongSchedule };
