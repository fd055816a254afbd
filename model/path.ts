// Matches paths as written in `freeze`: `Stage.2` is every layer in that instance.

/** Whether the layer of this path is the one named, or part of the block's instance or the repeat named. */
export function isWithin(path: string, named: string): boolean {
  if (!path.startsWith(named)) return false;
  const next = path[named.length];
  return next === undefined || next === '/' || next === '[';
}
