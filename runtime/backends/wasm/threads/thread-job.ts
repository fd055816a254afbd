// What a thread gets at its start: the module, the memory and the table of stages, which all threads share.

export interface ThreadJob {
  readonly module: WebAssembly.Module;
  /** Shared, unless the thread is alone. */
  readonly memory: WebAssembly.Memory;
  /** Made by `createControl`, shared likewise. */
  readonly control: Int32Array;
  readonly stages: readonly Stage[];
  /** Addresses: of this thread's scratch memory and of the step's settings. */
  readonly scratch: number;
  readonly settings: number;
}

/** A pass over `units`, handed out in chunks. */
export interface Stage {
  /** The name of its function's export. */
  readonly name: string;
  readonly units: number;
  readonly unitsOfChunk: number;
  /** Workspace, inputs, outputs. */
  readonly addresses: readonly number[];
}

/** Chunks of a stage at most: 12 bits of the control word count them. */
export const mostChunks = 4095;

/** The words that threads agree by: see chunk-runner.ts. */
export function createControl(shared: boolean): Int32Array {
  const bytes = 4 * 128;
  const control = new Int32Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  // The first stage with all of its chunks taken: threads that start early find nothing to do.
  control[0] = mostChunks;
  return control;
}

/** A thread that was started. */
export interface Thread {
  /** Ends it at once, whatever it does. */
  terminate(): void;
}

/**
 * Starts a thread that runs chunks until the control word or `terminate` ends it.
 * @param onEnd called with the reason when the thread ends or fails
 */
export type StartThread = (job: ThreadJob, onEnd: (reason: string) => void) => Thread;
