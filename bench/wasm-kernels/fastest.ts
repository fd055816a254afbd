// Times a function by its fastest run: whatever else the machine does only makes a run longer.

/** @returns milliseconds of the fastest of the runs that fit in `time` milliseconds, five at least */
export function fastestRun(run: () => void, time: number): number {
  // The first runs are compiled quickly and badly; the engine's better code comes while they repeat.
  const warm = performance.now() + Math.min(time, 30);
  do run();
  while (performance.now() < warm);
  let fastest = Number.POSITIVE_INFINITY;
  const stop = performance.now() + time;
  for (let runs = 0; runs < 5 || performance.now() < stop; runs++) {
    const start = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}
