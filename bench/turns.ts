// Measures libraries in turns: each begins in a process of its own, then a block of steps of one follows a block of
// another's, so that what slows the machine down for a while slows them all and their quotients hold.
import type { Worker } from './places/place.js';
import { type BeginAnswer, type CaseAnswers, type CaseRequest, firstSteps, type Subject } from './worker/case.js';

export interface CaseFigures {
  /** What the library says it computed on. */
  readonly description: string;
  /** Of the first steps, before each update. */
  readonly losses: readonly number[];
  /**
   * From the network at hand to the first loss in host memory, in seconds: in a new process, and once more in the
   * same.
   */
  readonly firstStepCold: number;
  /** Absent where beginning takes so long that it would say nothing new. */
  readonly firstStepWarm?: number;
  /** Seconds of a step in each block of steps, in the order they ran. */
  readonly blocks: readonly number[];
  /** How many steps all blocks are. */
  readonly steps: number;
  /** The most bytes that were allocated while it stepped. */
  readonly bytes?: number;
}

export type Outcome = { readonly figures: CaseFigures } | { readonly failure: string };

export interface TurnOptions {
  /** How long the blocks of a library take together, about; a step that is longer is a block of its own. */
  readonly seconds: number;
  /** Seconds for one library, all in all. */
  readonly limit: number;
  /** Awaited when all have done their first steps. */
  readonly beforeTurns?: () => Promise<unknown>;
}

const blocksAtMost = 5;
/** Of one library alone, and where libraries are compared. */
const blocksAtLeast = { alone: 2, compared: 3 };
/** Seconds of a first step after which none is made once more. */
const longBeginning = 30;

/**
 * What each of the workers came to, in their order.
 * @param open starts each worker: one after the other, each when the one before has done its first steps
 */
export async function measureInTurns(
  open: readonly (() => Promise<Worker>)[],
  subject: Subject,
  options: TurnOptions,
): Promise<Outcome[]> {
  const turns: Turns[] = [];
  try {
    for (const start of open) {
      const each = new Turns(start, options);
      turns.push(each);
      await each.begin(subject);
    }
    const slowest = Math.max(...turns.map((each) => each.stepSeconds));
    const least = open.length > 1 ? blocksAtLeast.compared : blocksAtLeast.alone;
    const blocks = Math.min(blocksAtMost, Math.max(least, Math.floor((4 * options.seconds) / slowest)));
    await options.beforeTurns?.();
    for (let round = 0; round < blocks; round++) {
      for (const each of turns) await each.block(blocks);
    }
    for (const each of turns) await each.end();
    return turns.map((each) => each.outcome());
  } finally {
    for (const each of turns) await each.close();
  }
}

/** One library's part; after a failure it takes no further turn. */
class Turns {
  private worker: Worker | undefined;
  private begun: BeginAnswer | undefined;
  private ended: CaseAnswers['end'] = {};
  private failure: string | undefined;
  private readonly losses: number[] = [];
  private readonly blocks: number[] = [];
  private steps = 0;
  /** Seconds that it has left. */
  private left: number;

  constructor(
    private readonly start: () => Promise<Worker>,
    private readonly options: TurnOptions,
  ) {
    this.left = options.limit;
  }

  /** Of a step, as far as is known; 0 where there was none. */
  get stepSeconds(): number {
    return this.begun ? Math.min(...this.begun.times) : 0;
  }

  async begin(subject: Subject): Promise<void> {
    await this.unlessFailed(async () => {
      this.worker = await this.start();
      const { graph, batch } = subject;
      this.begun = await this.ask({ kind: 'begin', graph, batch, seconds: this.options.seconds });
      this.losses.push(...this.begun.losses);
      // A step so long is a block: it needs no warming up.
      if (this.stepSeconds > this.options.seconds) {
        this.blocks.push(...this.begun.times);
        this.steps = this.blocks.length;
      }
    });
  }

  async block(wanted: number): Promise<void> {
    if (this.blocks.length >= wanted) return;
    const steps = Math.max(1, Math.round(this.options.seconds / wanted / this.stepSeconds));
    // Where its time is nearly over, the blocks so far have to do.
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
      const beginning = this.begun!.firstStepCold;
      const again = beginning < Math.min(longBeginning, this.left / 2);
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
