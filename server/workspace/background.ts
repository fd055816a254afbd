// Long work between requests: each task runs in slices of about ten milliseconds, the tasks in turn, so that a message
// waits for one slice and not for the work.
import { type Interruptible, runSlice } from '../../model/interruptible.js';

/** The units of `Interruptible`, each about a microsecond. */
const sliceUnits = 10_000;

/** `undone`: cancelled before it was done. */
export type Outcome<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'undone' };

export interface Task<T> {
  /** Rejects with what the work throws. */
  readonly outcome: Promise<Outcome<T>>;
  /** The outcome, or `unfinished` where this task has run that many slices and goes on. */
  outcomeWithin(slices: number): Promise<Outcome<T> | { readonly kind: 'unfinished' }>;
  /** Stops it where it is; does nothing once it is done. */
  cancel(): void;
}

type AnyTask = Pick<RunningTask<unknown>, 'owner' | 'ended' | 'runSlice' | 'cancel'>;

export class Background {
  /** The next to run comes first. */
  private waiting: AnyTask[] = [];

  /** `nextTurn` calls back once the messages that have arrived are handled. */
  constructor(private readonly nextTurn: (run: () => void) => void = afterMessages) {}

  /** Runs the first slice at once. `owner`: whose edit cancels the task. */
  start<T>(work: Interruptible<T>, owner?: string): Task<T> {
    const task = new RunningTask(work, owner);
    if (!task.runSlice()) this.enqueue(task);
    return task;
  }

  /** Cancels the tasks of an owner, whose answers an edit has made stale. */
  cancel(owner: string): void {
    for (const task of this.waiting) if (task.owner === owner) task.cancel();
  }

  private enqueue(task: AnyTask): void {
    this.waiting.push(task);
    if (this.waiting.length === 1) this.nextTurn(() => this.runNext());
  }

  private runNext(): void {
    this.waiting = this.waiting.filter((task) => !task.ended);
    const [task, ...others] = this.waiting;
    if (!task) return;
    this.waiting = task.runSlice() ? others : [...others, task];
    if (this.waiting.length > 0) this.nextTurn(() => this.runNext());
  }
}

class RunningTask<T> implements Task<T> {
  readonly outcome: Promise<Outcome<T>>;
  ended = false;
  private slices = 0;
  private settle!: (outcome: Outcome<T>) => void;
  private fail!: (error: unknown) => void;
  private readonly alarms = new Map<number, () => void>();

  constructor(
    private readonly work: Interruptible<T>,
    readonly owner: string | undefined,
  ) {
    this.outcome = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    // A failure is handled where the outcome is read, which may be later.
    this.outcome.catch(() => undefined);
  }

  outcomeWithin(slices: number): Promise<Outcome<T> | { readonly kind: 'unfinished' }> {
    const late = new Promise<{ readonly kind: 'unfinished' }>((resolve) => {
      this.alarms.set(Math.max(slices, this.slices), () => resolve({ kind: 'unfinished' }));
    });
    if (this.slices >= slices) this.ring();
    return Promise.race([this.outcome, late]);
  }

  cancel(): void {
    if (this.ended) return;
    this.ended = true;
    this.settle({ kind: 'undone' });
  }

  /** Whether it has ended. */
  runSlice(): boolean {
    try {
      const { done } = runSlice(this.work, sliceUnits);
      this.slices++;
      if (done) {
        this.ended = true;
        this.settle({ kind: 'done', value: done.value });
      } else this.ring();
    } catch (error) {
      this.ended = true;
      this.fail(error);
    }
    return this.ended;
  }

  private ring(): void {
    if (!this.ended) this.alarms.get(this.slices)?.();
  }
}

/** Node's immediates run after arrived messages were read; a browser's worker takes a message before a timer. */
function afterMessages(run: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(run);
  else setTimeout(run, 0);
}
