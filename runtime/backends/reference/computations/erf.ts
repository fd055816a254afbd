// The error function, which JavaScript lacks and gelu needs.

/**
 * erf(x) to 15 digits, by the series of positive terms 7.1.6 of Abramowitz and Stegun, "Handbook of
 * Mathematical Functions": erf(x) = 2/sqrt(pi) * exp(-x^2) * sum over n of 2^n x^(2n+1) / (1*3*...*(2n+1)).
 */
export function erf(x: number): number {
  // Beyond, 1 - erf(x) is less than half of a double's last digit.
  if (Math.abs(x) > 6) return Math.sign(x);
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
}
