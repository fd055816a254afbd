// How figures are written for people, in hovers and in the terminal alike: counts in thousands (K, M, G are decimal,
// as papers write them), memory in KiB, MiB and GiB.

/** Bytes of one value: activations, weights and gradients are 32-bit floats. */
export const valueBytes = 4;

/** Created once: toLocaleString with options would create a formatter for each number. */
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `36,864` */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** `150`, `4.7K`, `150K`, `3.2M`, `1.9G` */
export function formatShort(count: number): string {
  return scaled(count, 1000, ['', 'K', 'M', 'G', 'T', 'P']);
}

/** `246 B`, `58.1 MiB`, `3.1 GiB` */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1024, [' B', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB']);
}

/** `1st`, `2nd`, `3rd`, `11th`, `21st` */
export function formatOrdinal(index: number): string {
  const teen = Math.floor(index / 10) % 10 === 1;
  const suffix = teen ? undefined : ['th', 'st', 'nd', 'rd'][index % 10];
  return `${index}${suffix ?? 'th'}`;
}

/** `3` when both axes agree, else `3x7`: the way a window, a stride or a receptive field is written. */
export function formatPair([vertical, horizontal]: readonly [number, number]): string {
  return vertical === horizontal ? `${vertical}` : `${vertical}x${horizontal}`;
}

/** A share of a whole: `12 %`, `0.4 %`, and `under 0.1 %` where rounding would say nothing. */
export function formatShare(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (100 * part) / whole;
  if (percent < 0.1) return 'under 0.1 %';
  return `${percent.toFixed(percent < 10 && percent % 1 !== 0 ? 1 : 0)} %`;
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let power = 0;
  // Compared after rounding: 999,950 is 1M, not 1000K.
  while (power < units.length - 1 && Number(rounded(value / base ** power)) >= base) power++;
  return rounded(value / base ** power) + units[power];
}

/** One decimal below 100, none above, and none that would be a zero. */
function rounded(value: number): string {
  return value.toFixed(value < 99.95 ? 1 : 0).replace(/\.0$/, '');
}
