// Long work in slices: the tasks take turns, messages come between, and a cancelled task runs no more.
import { expect, it } from 'vitest';
import { Background } from '../../../server/workspace/background.js';

/** A background whose turns the test gives. */
function create() {
  const turns: (() => void)[] = [];
  const background = new Background((run) => turns.push(run));
  /** Gives so many turns; answers how many there were. */
  const run = (most = Number.POSITIVE_INFINITY) => {
    let ran = 0;
    for (let turn = turns.shift(); turn; turn = ++ran < most ? turns.shift() : undefined) turn();
    return ran;
  };
  return { background, run, waiting: () => turns.length };
}

/** Writes its name in each of its slices. */
function* work(name: string, slices: number, log: string[]) {
  for (let slice = 1; slice < slices; slice++) {
    log.push(name);
    yield 10_001;
  }
  log.push(name);
  return name;
}

it('does short work at once', async () => {
  const { background, waiting } = create();
  const log: string[] = [];
  const task = background.start(work('a', 1, log));
  expect(log).toEqual(['a']);
  expect(waiting()).toBe(0);
  expect(await task.outcome).toEqual({ kind: 'done', value: 'a' });
});

it('gives each task a slice in turn, one for each turn of the event loop', async () => {
  const { background, run, waiting } = create();
  const log: string[] = [];
  const tasks = [background.start(work('a', 3, log)), background.start(work('b', 4, log))];
  expect(log.join('')).toBe('ab');
  expect(waiting()).toBe(1);
  expect(run(2)).toBe(2);
  expect(log.join('')).toBe('abab');
  expect(run()).toBe(3);
  expect(log.join('')).toBe('abababb');
  expect(await Promise.all(tasks.map(({ outcome }) => outcome))).toEqual(
    ['a', 'b'].map((value) => ({ kind: 'done', value })),
  );
  background.start(work('c', 2, log));
  expect(run()).toBe(1);
});

it('stops a cancelled task, and goes on with the others', async () => {
  const { background, run } = create();
  const log: string[] = [];
  const [a, b] = [background.start(work('a', 100, log)), background.start(work('b', 3, log))];
  a.cancel();
  run();
  expect(log.join('')).toBe('abbb');
  expect(await a.outcome).toEqual({ kind: 'undone' });
  b.cancel();
  expect(await b.outcome).toEqual({ kind: 'done', value: 'b' });
});

it('cancels all tasks of an owner', async () => {
  const { background, run } = create();
  const log: string[] = [];
  background.start(work('a', 100, log), 'file');
  background.start(work('b', 100, log), 'file');
  background.start(work('c', 2, log), 'other');
  background.cancel('file');
  run();
  expect(log.join('')).toBe('abcc');
});

it('says what is unfinished after some slices', async () => {
  const { background, run } = create();
  const task = background.start(work('a', 4, []));
  const early = task.outcomeWithin(2);
  const later = task.outcomeWithin(4);
  run();
  expect(await early).toEqual({ kind: 'unfinished' });
  expect(await later).toEqual({ kind: 'done', value: 'a' });
  const slow = background.start(work('b', 9, []));
  run(4);
  expect(await slow.outcomeWithin(3)).toEqual({ kind: 'unfinished' });
});

it('rejects with what the work throws, and goes on with the others', async () => {
  const { background, run } = create();
  const log: string[] = [];
  function* failing(): Generator<number, never> {
    yield 10_001;
    throw new Error('of the test');
  }
  const task = background.start(failing());
  background.start(work('b', 3, log));
  run();
  await expect(task.outcome).rejects.toThrow('of the test');
  expect(log.join('')).toBe('bbb');
});

it('lets messages come between slices', async () => {
  const background = new Background();
  let messages = 0;
  let slices = 0;
  function* long() {
    for (; messages < 3; slices++) yield 10_001;
  }
  const task = background.start(long());
  for (let message = 0; message < 3; message++) {
    await new Promise(setImmediate);
    messages++;
  }
  await task.outcome;
  expect(slices).toBeGreaterThanOrEqual(3);
});
