// One case of the bench, as plain data on both sides: what a process or a page is asked to measure, and what it answers.
import type { Graph } from '../../language/graph/index.js';

export interface CaseRequest {
  readonly graph: Graph;
  readonly batch: number;
  /** How long the steps after the first ones are measured, about; a step that is longer is measured alone. */
  readonly seconds: number;
}

export interface CaseFigures {
  /** What the library says it computed on. */
  readonly description: string;
  /** Of the first steps, before each update. */
  readonly losses: readonly number[];
  /** From the network at hand to the first loss in host memory, in seconds: in a new process, and once more in the same. */
  readonly firstStepCold: number;
  /** Absent where a step takes so long that it would say nothing new. */
  readonly firstStepWarm?: number;
  /** Seconds of a step in each block of steps, in the order they ran. */
  readonly blocks: readonly number[];
  /** Bytes allocated while it steps. */
  readonly bytes?: number;
}
