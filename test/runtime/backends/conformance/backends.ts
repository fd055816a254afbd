// The backends under the conformance suite: a new backend is one more row. A row runs in the vitest project that has
// what the backend needs.

import { setFlagsFromString } from 'node:v8';
import { type Values as CpuValues, compute } from '../../../../runtime/backends/reference/index.js';
import type { ArithmeticName } from '../../../../runtime/backends/wasm/kernels/arithmetic.js';
import type { Computation } from '../../../../runtime/ir/index.js';
import { runKernel } from '../wasm/support/run-kernel.js';
import { winogradTerms } from '../wasm/support/winograd-terms.js';
import { nodeDevice } from '../webgpu/on-gpu/support/node-device.js';
import { runComputation } from '../webgpu/on-gpu/support/run-computation.js';
import type { RunComputation } from './support/compare.js';

export interface OpenedBackend {
  readonly run: RunComputation;
  close(): void;
}

export interface ConformanceBackend {
  readonly name: string;
  /** `kernels` has a WebGPU adapter, `unit` only Node. */
  readonly project: 'unit' | 'kernels';
  /** Buffers that one instruction may read and write. */
  readonly maxBindings: number;
  /** Factor on the error that float32 sums are allowed. */
  readonly tolerance: number;
  /** Factor on the terms of a sum, for algorithms that are less exact than sums of products. Default: 1. */
  readonly termsFactor?: (computation: Computation) => number;
  /** Undefined where this machine cannot run it. */
  open(): Promise<OpenedBackend | undefined>;
}

const wasm = (name: string, arithmetic: ArithmeticName): ConformanceBackend => ({
  name,
  project: 'unit',
  maxBindings: Number.POSITIVE_INFINITY,
  tolerance: 1,
  termsFactor: (computation) => winogradTerms(computation, arithmetic),
  async open() {
    // Node 20 has relaxed SIMD behind this flag; later ones have it, and know the flag no longer or ignore it.
    if (arithmetic === 'fused') setFlagsFromString('--experimental-wasm-relaxed-simd');
    const run: RunComputation = (...of) => runKernel({ arithmetic, threads: 3 }, ...of);
    return { run, close: () => {} };
  },
});

const runInFloat32: RunComputation = async (computation, inputs, outputs, settings) => {
  const copies: CpuValues[] = inputs.map((values) => values.slice());
  const isWhole = computation.kind === 'take-micro-batch' && computation.values === 'u32';
  const results = outputs.map((form) => {
    if (typeof form === 'object') return copies[form.inPlace];
    return isWhole ? new Uint32Array(form) : new Float32Array(form).fill(Number.NaN);
  });
  compute(computation, copies, results, { settings, scratch: (length) => new Float32Array(length) });
  return results.map((values) =>
    isWhole ? new Float32Array(values.buffer as ArrayBuffer) : Float32Array.from(values),
  );
};

const rows: readonly ConformanceBackend[] = [
  {
    name: 'webgpu',
    project: 'kernels',
    maxBindings: 8,
    tolerance: 1,
    async open() {
      const device = await nodeDevice();
      if (!device) return undefined;
      return {
        run: (computation, inputs, outputs, settings) => runComputation(device, computation, inputs, outputs, settings),
        close: () => device.destroy(),
      };
    },
  },
  {
    name: 'reference',
    project: 'unit',
    maxBindings: Number.POSITIVE_INFINITY,
    tolerance: 1,
    open: async () => ({ run: runInFloat32, close: () => {} }),
  },
  wasm('wasm, multiply and add', 'separate'),
  wasm('wasm, fused', 'fused'),
];

/** Those of the vitest project that runs. */
export const conformanceBackends: readonly ConformanceBackend[] = rows.filter(
  ({ project }) => project === process.env.RECEPTIVE_TEST_PROJECT,
);
