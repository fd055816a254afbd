// Formats the page's figures, always in English, as the language writes numbers.

const fixed = (digits: number) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const whole = fixed(0);

/** `0.0831`; three significant digits below 0.001: `1.23e-5`. */
export function formatLoss(loss: number): string {
  return loss !== 0 && Math.abs(loss) < 1e-3 ? loss.toExponential(2) : fixed(4).format(loss);
}

/** A learning rate: `0.05`, `0.00123`, `1.2e-5`. */
export function formatRate(rate: number): string {
  return `${Number(rate.toPrecision(3))}`;
}

/** A fraction as `97.9 %`. */
export function formatPercent(fraction: number): string {
  return `${fixed(1).format(100 * fraction)} %`;
}

/** A ratio as `24.3 dB`. */
export function formatDecibels(ratio: number): string {
  return `${fixed(1).format(ratio)} dB`;
}

/** `2,140`, and one digit more below ten. */
export function formatSpeed(perSecond: number): string {
  return (perSecond < 10 ? fixed(1) : whole).format(perSecond);
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  if (hours > 0) return `${whole.format(hours)} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}
