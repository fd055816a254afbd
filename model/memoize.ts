// Computes a function once for each argument, which is compared by identity. A network of thousands of layers has few
// different operations.

/** The results live as long as the returned function. */
export function memoize<Argument extends object, Result>(
  compute: (argument: Argument) => Result,
): (argument: Argument) => Result {
  const results = new Map<Argument, Result>();
  return (argument) => {
    let result = results.get(argument);
    if (result === undefined) {
      result = compute(argument);
      results.set(argument, result);
    }
    return result;
  };
}
