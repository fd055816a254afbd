// Generated WebAssembly as passes and planner see it: kernels' workspaces, scratch memory of threads, and settings.
import { acceptsEpilogue, type Program, type Target } from '../../ir/index.js';
import type { ArithmeticName } from './kernels/arithmetic.js';
import { kernelOf } from './kernels/index.js';
import { settingsBytes } from './kernels/settings.js';
import { ownBufferNames, scratchShare } from './layout.js';

export interface WasmTarget extends Target {
  readonly id: 'wasm';
  readonly arithmetic: ArithmeticName;
  /** All that compute. */
  readonly threads: number;
}

export interface WasmTargetOptions {
  readonly arithmetic: ArithmeticName;
  readonly threads: number;
}

export function createWasmTarget({ arithmetic, threads }: WasmTargetOptions): WasmTarget {
  return {
    id: 'wasm',
    arithmetic,
    threads,
    maxBindings: Number.POSITIVE_INFINITY,
    f16Storage: false,
    acceptsEpilogue,
    workspaceBytes: (computation) => kernelOf(computation, arithmetic)?.workspaceBytes ?? 0,
    ownBuffers: (program) => [
      { name: ownBufferNames.settings, bytes: settingsBytes, isBound: true },
      {
        name: ownBufferNames.scratch,
        bytes: threads * scratchShare(largestScratch(program, arithmetic)),
        isBound: true,
      },
    ],
  };
}

/** Of any one instruction. */
function largestScratch({ step, evaluation }: Program, arithmetic: ArithmeticName): number {
  return [...step, ...evaluation].reduce(
    (most, { computation }) => Math.max(most, kernelOf(computation, arithmetic)?.scratchBytes ?? 0),
    0,
  );
}
