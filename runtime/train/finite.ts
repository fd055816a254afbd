// Whether all values are finite. Called often and over many values, so it must be fast.

/** Whether no value is infinite or not a number. */
export function allFinite(arrays: readonly Float32Array[]): boolean {
  return arrays.every((values) => {
    // 0 times a finite number is 0, times any other it is NaN, which stays.
    let sum = 0;
    for (let index = 0; index < values.length; index++) sum += 0 * values[index];
    return sum === 0;
  });
}
