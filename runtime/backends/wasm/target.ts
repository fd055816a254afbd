// Generated WebAssembly as passes and planner see it: kernels' workspaces, scratch memory of threads, and settings.
import { acceptsEpilogue, type Program, type Target } from '../../ir/index.js';
import { kernelOf } from './kernels/index.js';
import type { KernelOptions } from './kernels/kernel.js';
import { settingsBytes } from './kernels/settings.js';
import { ownBufferNames, scratchShare } from './layout.js';

export interface WasmTargetOptions extends KernelOptions {
  /** All that compute. */
  readonly threads: number;
}

export interface WasmTarget extends Target, WasmTargetOptions {
  readonly id: 'wasm';
}

export function createWasmTarget(options: WasmTargetOptions): WasmTarget {
  const { threads } = options;
  return {
    ...options,
    id: 'wasm',
    maxBindings: Number.POSITIVE_INFINITY,
    f16Storage: false,
    acceptsEpilogue,
    workspaceBytes: (computation) => kernelOf(computation, options).workspaceBytes ?? 0,
    ownBuffers: (program) => [
      { name: ownBufferNames.settings, bytes: settingsBytes, isBound: true },
      {
        name: ownBufferNames.scratch,
        bytes: threads * scratchShare(largestScratch(program, options)),
        isBound: true,
      },
    ],
  };
}

/** Of any one instruction. */
function largestScratch({ step, evaluation }: Program, options: KernelOptions): number {
  return [...step, ...evaluation].reduce(
    (most, { computation }) => Math.max(most, kernelOf(computation, options).scratchBytes ?? 0),
    0,
  );
}
