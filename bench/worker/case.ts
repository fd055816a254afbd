// One case of the bench, as plain data on both sides: what a process or a page is asked, one after the other, and
// what it answers. Between two blocks of steps those of other libraries may run.
import type { Graph } from '../../model/index.js';

/** Steps whose losses are compared; they also warm up. */
export const firstSteps = 4;

/** What to train. */
export interface Subject {
  readonly graph: Graph;
  readonly batch: number;
}

/**
 * Everything to the first step's loss, then a few more steps, each awaited: after so many seconds of them no other
 * begins.
 */
export interface BeginRequest extends Subject {
  readonly kind: 'begin';
  readonly seconds: number;
}

/** So many steps, several of them under way at once. */
export interface BlockRequest {
  readonly kind: 'block';
  readonly steps: number;
}

/** The end of the training, and where `again` says so a second beginning in the same process. */
export interface EndRequest {
  readonly kind: 'end';
  readonly again: boolean;
}

export type CaseRequest = BeginRequest | BlockRequest | EndRequest;

export interface BeginAnswer {
  /** What the library says it computed on. */
  readonly description: string;
  /** Of the steps so far, before each update. */
  readonly losses: readonly number[];
  /** From the network at hand to the first loss in host memory, in seconds, in a new process. */
  readonly firstStepCold: number;
  /** Seconds of each step after the first. */
  readonly times: readonly number[];
}

export interface BlockAnswer {
  readonly losses: readonly number[];
  /** Of all its steps together. */
  readonly seconds: number;
}

export interface EndAnswer {
  /** The most bytes that were allocated while it stepped. */
  readonly bytes?: number;
  /** To the first loss once more, in seconds. */
  readonly firstStepWarm?: number;
}

export interface CaseAnswers {
  readonly begin: BeginAnswer;
  readonly block: BlockAnswer;
  readonly end: EndAnswer;
}
