// The protocol of one case: requests to a process or page, and its answers, as plain data.
import type { Graph } from '../../model/index.js';

/** Steps whose losses are compared; they also serve as warm-up. */
export const firstSteps = 4;

export interface Subject {
  readonly graph: Graph;
  readonly batch: number;
}

/** Prepares and runs the first step, then a few more, each awaited, until `seconds` are over. */
export interface BeginRequest extends Subject {
  readonly kind: 'begin';
  readonly seconds: number;
}

/** Runs steps, several in flight at once. */
export interface BlockRequest {
  readonly kind: 'block';
  readonly steps: number;
}

/** Ends the training; with `again`, prepares and runs a first step once more in the same process. */
export interface EndRequest {
  readonly kind: 'end';
  readonly again: boolean;
}

export type CaseRequest = BeginRequest | BlockRequest | EndRequest;

export interface BeginAnswer {
  /** The adapter or processor, as the library names it. */
  readonly description: string;
  /** Losses of the steps so far, before each update. */
  readonly losses: readonly number[];
  /** Seconds from the network to the first loss in host memory, in a new process. */
  readonly firstStepCold: number;
  /** Seconds of each step after the first. */
  readonly times: readonly number[];
}

export interface BlockAnswer {
  readonly losses: readonly number[];
  /** For all steps together. */
  readonly seconds: number;
}

export interface EndAnswer {
  /** Most bytes allocated at once. */
  readonly bytes?: number;
  /** Seconds to the first loss of the second run. */
  readonly firstStepWarm?: number;
}

export interface CaseAnswers {
  readonly begin: BeginAnswer;
  readonly block: BlockAnswer;
  readonly end: EndAnswer;
}
