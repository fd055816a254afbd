// Where the plan's buffers lie in the one memory of a module.
import type { Program } from '../../ir/index.js';
import type { Plan } from '../../memory/index.js';
import { pageBytes } from './emitter/index.js';

export interface ProgramLayout {
  /** By buffer of the plan: its address. */
  readonly buffers: readonly number[];
  /** By tensor id: its address; 0 for a tensor that no instruction touches. */
  readonly tensors: readonly number[];
  readonly settings: number;
  /** The first thread's; that of the others follows, `scratchBytes` apart. */
  readonly scratch: number;
  readonly scratchBytes: number;
  /** Pages of 64 KiB. */
  readonly pages: number;
}

/** Names of the target's own buffers. */
export const ownBufferNames = { settings: 'settings of a step', scratch: 'scratch memory of threads' } as const;

/** Bytes of a cache line: no two buffers share one. */
const alignment = 64;

/** Vectors may be read over the end of the last buffer. */
const slackBytes = 64;

export function layOutProgram(program: Program, plan: Plan, threads: number): ProgramLayout {
  let end = 0;
  const buffers = plan.buffers.map(({ bytes }) => {
    const address = end;
    end = Math.ceil((address + bytes) / alignment) * alignment;
    return address;
  });
  const own = (name: string) => {
    const planned = plan.ownBuffers.find((buffer) => buffer.name === name);
    if (!planned) throw new Error(`the plan was not made for WebAssembly: it has no ${name}`);
    return { address: buffers[planned.buffer], bytes: plan.buffers[planned.buffer].bytes };
  };
  const scratch = own(ownBufferNames.scratch);
  return {
    buffers,
    tensors: program.tensors.map(({ id }) => buffers[plan.tensorBuffer[id]] ?? 0),
    settings: own(ownBufferNames.settings).address,
    scratch: scratch.address,
    scratchBytes: scratch.bytes / threads,
    pages: Math.ceil((end + slackBytes) / pageBytes),
  };
}

/** A thread's share of the scratch memory, for kernels that need so many bytes. */
export function scratchShare(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / alignment)) * alignment;
}
