// Min/max decimation: of a long curve's points, the lowest and the highest of every pixel column are drawn, so that
// spikes stay visible and drawing costs the same however long a training is.

/**
 * The indices of the points to draw, in order: the first, the last, and the extremes of each column.
 * @param xs in ascending order
 * @param ys as many
 * @param pixels at least 4; no more points than this are chosen
 */
export function decimate(xs: readonly number[], ys: readonly number[], pixels: number): readonly number[] {
  const last = xs.length - 1;
  if (xs.length <= pixels) return xs.map((_, index) => index);
  // Two points in each column, and the two ends.
  const columns = Math.floor((pixels - 2) / 2);
  const columnOf = (index: number) =>
    Math.min(columns - 1, Math.floor((columns * (xs[index] - xs[0])) / (xs[last] - xs[0])));
  const chosen = [0];
  const choose = (index: number) => {
    if (index > chosen[chosen.length - 1]) chosen.push(index);
  };
  let lowest = 0;
  let highest = 0;
  for (let index = 1; index <= last; index++) {
    if (columnOf(index) === columnOf(index - 1)) {
      if (ys[index] < ys[lowest]) lowest = index;
      if (ys[index] > ys[highest]) highest = index;
      if (index < last) continue;
    }
    choose(Math.min(lowest, highest));
    choose(Math.max(lowest, highest));
    lowest = index;
    highest = index;
  }
  choose(last);
  return chosen;
}
