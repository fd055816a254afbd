// Does chunks of the current stage, on any thread. One control word holds stage << 12 | next chunk: it describes the
// work wholly, so that a thread which was interrupted between reading the word and taking a chunk does no harm.
import type { ThreadJob } from './thread-job.js';

export interface ChunkRunner {
  /** Does a stage that has a single chunk, and true; false for any other. */
  runWhole(stage: number): boolean;
  /** Announces a stage, whose chunks all threads then take; all chunks of the stage before are done. */
  publish(stage: number): void;
  /** Takes a chunk and does it; false where none is left. */
  runChunk(): boolean;
  /** Whether all chunks of the stage are done. */
  isDone(): boolean;
  /** Waits up to some milliseconds for the chunks of other threads, at first without sleeping. */
  waitForOthers(milliseconds: number): void;
  /** Hands out no further chunks of the stage; those under way count as all. */
  close(): void;
  /** Does chunks as they come, until `stop` is called on another thread. */
  runUntilStopped(): void;
  stop(): void;
}

/**
 * Other threads get the source of this function, so that no bundle is needed for them: it uses nothing from outside
 * itself but its parameter.
 */
export function createChunkRunner(job: ThreadJob): ChunkRunner {
  const { module, memory, control, stages, scratch, settings } = job;
  const chunkBits = 12;
  const chunkMask = 2 ** chunkBits - 1;
  /** Places in `control`, on cache lines of their own. */
  const [word, done, sleepers, stopped] = [0, 32, 64, 96];
  /** Looks at the control word before a thread sleeps: some tens of microseconds. */
  const looks = 10_000;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const functions = stages.map(({ name }) => exports[name] as (...values: number[]) => void);
  const chunks = stages.map(({ units, unitsOfChunk }) => Math.ceil(units / unitsOfChunk));
  /** Of the stage published last, by this thread. */
  let published = 0;
  let expected = 0;

  function runChunk(): boolean {
    for (;;) {
      const current = Atomics.load(control, word);
      const stage = current >>> chunkBits;
      const chunk = current & chunkMask;
      if (chunk >= (chunks[stage] ?? 0)) return false;
      if (Atomics.compareExchange(control, word, current, current + 1) !== current) continue;
      const { units, unitsOfChunk, addresses } = stages[stage];
      const first = chunk * unitsOfChunk;
      functions[stage](first, Math.min(units, first + unitsOfChunk), scratch, settings, ...addresses);
      Atomics.add(control, done, 1);
      return true;
    }
  }

  function sleepUntilChanged(seen: number): void {
    for (let look = 0; look < looks; look++) if (Atomics.load(control, word) !== seen) return;
    Atomics.add(control, sleepers, 1);
    if (Atomics.load(control, stopped) === 0) Atomics.wait(control, word, seen);
    Atomics.sub(control, sleepers, 1);
  }

  return {
    runWhole(stage) {
      if (chunks[stage] !== 1) return false;
      const { units, addresses } = stages[stage];
      functions[stage](0, units, scratch, settings, ...addresses);
      return true;
    },
    publish(stage) {
      published = stage;
      expected = chunks[stage];
      Atomics.store(control, done, 0);
      Atomics.store(control, word, stage << chunkBits);
      if (Atomics.load(control, sleepers) > 0) Atomics.notify(control, word);
    },
    runChunk,
    isDone: () => Atomics.load(control, done) >= expected,
    waitForOthers(milliseconds) {
      let finished = Atomics.load(control, done);
      for (let look = 0; look < looks && finished < expected; look++) finished = Atomics.load(control, done);
      if (finished < expected) Atomics.wait(control, done, finished, milliseconds);
    },
    close() {
      const none = (published << chunkBits) | chunks[published];
      expected = Math.min(expected, Atomics.exchange(control, word, none) & chunkMask);
    },
    runUntilStopped() {
      while (Atomics.load(control, stopped) === 0) {
        const seen = Atomics.load(control, word);
        let ran = false;
        while (runChunk()) ran = true;
        if (ran) Atomics.notify(control, done);
        else sleepUntilChanged(seen);
      }
    },
    stop() {
      Atomics.store(control, stopped, 1);
      Atomics.notify(control, word);
    },
  };
}

/** A script that does chunks. @param job an expression for the thread's ThreadJob */
export function threadSource(job: string): string {
  return `(${createChunkRunner})(${job}).runUntilStopped();`;
}
