// Measures libraries in interleaved rounds: each has its own process, and every round runs one block of steps of each.
// A machine that slows down for a while then slows all of them down, and their ratios hold.
import type { Worker } from '../environments/environment.js';
import type { CaseFigures } from '../report/results.js';
import { type BeginAnswer, type CaseAnswers, type CaseRequest, firstSteps, type Subject } from '../worker/case.js';

export type Outcome = { readonly figures: CaseFigures } | { readonly failure: string };

export interface RoundOptions {
  /** About how long a library's blocks take together; a step that takes longer is a block by itself. */
  readonly seconds: number;
  /** Seconds for one library in total. */
  readonly limit: number;
  /** Awaited after the first steps of all libraries. */
  readonly beforeRounds?: () => Promise<unknown>;
}

const blocksAtMost = 5;
/** For one library alone, and when libraries are compared. */
const blocksAtLeast = { alone: 2, compared: 3 };
/** A first step that takes longer than this many seconds is not repeated warm. */
const longFirstStep = 30;

/**
 * The outcome of each worker, in order.
 * @param open starts the workers, one after the other: each after the first steps of the one before
 */
export async function measureInRounds(
  open: readonly (() => Promise<Worker>)[],
  subject: Subject,
  options: RoundOptions,
): Promise<Outcome[]> {
  const participants: Participant[] = [];
  try {
    for (const start of open) {
      const each = new Participant(start, options);
      participants.push(each);
      await each.begin(subject);
    }
    const slowest = Math.max(...participants.map((each) => each.stepSeconds));
    const least = open.length > 1 ? blocksAtLeast.compared : blocksAtLeast.alone;
    const blocks = Math.min(blocksAtMost, Math.max(least, Math.floor((4 * options.seconds) / slowest)));
    await options.beforeRounds?.();
    for (let round = 0; round < blocks; round++) {
      for (const each of participants) await each.block(blocks);
    }
    for (const each of participants) await each.end();
    return participants.map((each) => each.outcome());
  } finally {
    for (const each of participants) await each.close();
  }
}

/** One library; takes part in no further round after a failure. */
class Participant {
  private worker: Worker | undefined;
  private begun: BeginAnswer | undefined;
  private ended: CaseAnswers['end'] = {};
  private failure: string | undefined;
  private readonly losses: number[] = [];
  private readonly blocks: number[] = [];
  private steps = 0;
  /** Seconds left. */
  private left: number;

  constructor(
    private readonly start: () => Promise<Worker>,
    private readonly options: RoundOptions,
  ) {
    this.left = options.limit;
  }

  /** Fastest step so far; 0 before the first. */
  get stepSeconds(): number {
    return this.begun ? Math.min(...this.begun.times) : 0;
  }

  async begin(subject: Subject): Promise<void> {
    await this.unlessFailed(async () => {
      this.worker = await this.start();
      const { graph, batch } = subject;
      this.begun = await this.ask({ kind: 'begin', graph, batch, seconds: this.options.seconds });
      this.losses.push(...this.begun.losses);
      // A step this long is a block and needs no warm-up.
      if (this.stepSeconds > this.options.seconds) {
        this.blocks.push(...this.begun.times);
        this.steps = this.blocks.length;
      }
    });
  }

  async block(wanted: number): Promise<void> {
    if (this.blocks.length >= wanted) return;
    const steps = Math.max(1, Math.round(this.options.seconds / wanted / this.stepSeconds));
    // Out of time: the blocks so far must do.
    if (this.blocks.length > 0 && 1.5 * steps * this.stepSeconds > this.left) return;
    await this.unlessFailed(async () => {
      const { losses, seconds } = await this.ask({ kind: 'block', steps });
      this.losses.push(...losses);
      this.blocks.push(seconds / steps);
      this.steps += steps;
    });
  }

  async end(): Promise<void> {
    await this.unlessFailed(async () => {
      const again = this.begun!.firstStepCold < Math.min(longFirstStep, this.left / 2);
      this.ended = await this.ask({ kind: 'end', again });
    });
  }

  outcome(): Outcome {
    if (this.failure !== undefined) return { failure: this.failure };
    const { description, firstStepCold } = this.begun!;
    const { blocks, steps } = this;
    const losses = this.losses.slice(0, firstSteps);
    return { figures: { description, losses, firstStepCold, blocks, steps, ...this.ended } };
  }

  async close(): Promise<void> {
    await this.worker?.close();
  }

  private async unlessFailed(work: () => Promise<void>): Promise<void> {
    if (this.failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      this.failure = (error as Error).message.split('\n')[0];
    }
  }

  private async ask<K extends CaseRequest['kind']>(
    request: Extract<CaseRequest, { kind: K }>,
  ): Promise<CaseAnswers[K]> {
    const from = performance.now();
    const answer = await this.worker!.ask<CaseAnswers[K]>(request, this.left);
    this.left -= (performance.now() - from) / 1000;
    return answer;
  }
}
