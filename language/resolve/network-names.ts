// The names of the bare chains at file level, which are networks without a name of their own.

/** The file's name, then that name with a number; skips the names in `taken`. */
export function* generateNetworkNames(fileName: string, taken: ReadonlySet<string>): Generator<string, never> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? fileName : `${fileName}.${count}`;
    if (!taken.has(name)) yield name;
  }
}
