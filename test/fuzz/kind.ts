// A kind of fuzzing: draws inputs, checks the answer to each, and makes a failing input smaller.
import type { Random } from './random.js';

/** Whether a smaller input still fails in the same way. Rejects with `OutOfTime` when no more are to be tried. */
export type Fails<Input> = (input: Input) => Promise<boolean>;

export class OutOfTime extends Error {}

/** Measures one answer, such as a hover. `what` names it in the report. */
export type Ask = <T>(what: string, answer: () => T | Promise<T>) => Promise<T>;

export interface Kind<Input> {
  readonly name: string;
  /** Equal for equal streams. Plain data: it is sent to a worker and written to a file. */
  draw(random: Random): Input;
  /** Rejects where an answer is wrong. */
  check(input: Input, ask: Ask): Promise<void>;
  minimise(input: Input, fails: Fails<Input>): Promise<Input>;
  /** The input as files that a person can open, by name. */
  describe(input: Input): Readonly<Record<string, string | Uint8Array>>;
}

// biome-ignore lint/suspicious/noExplicitAny: a list holds kinds of different inputs.
export type AnyKind = Kind<any>;
