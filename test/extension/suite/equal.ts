// The one comparison the suite needs; Node's assert is not there in the browser's worker host.

/** @throws an error that shows both values, when their JSON differs */
export function equal(actual: unknown, expected: unknown): void {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value, undefined, 1));
  if (found !== wanted) throw new Error(`expected ${wanted}\nbut found ${found}`);
}
