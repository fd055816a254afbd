// @ts-check
// Runs the tests of f16 storage on lavapipe where the usual adapter (SwiftShader, without a GPU) lacks `shader-f16`.
import { lavapipeVariables } from '../provision/lavapipe.mjs';
import { probeAdapter } from '../provision/swiftshader.mjs';
import { runVitest } from './vitest.mjs';

/** Without LLVM's optimizations, which take longer than the tests' computations. */
const FAST_COMPILING = { GALLIVM_PERF: 'nopt' };

/**
 * @param {{ adapter: string, hasF16: boolean } | undefined} usual the adapter of the other kernel tests
 * @returns {Promise<import('./tool.mjs').Outcome>}
 * @throws {Error} when lavapipe has no shader-f16
 */
export async function runF16Tests(usual) {
  if (usual?.hasF16) return { skipped: `${usual.adapter} has shader-f16, so the stage kernels tests f16 storage` };
  const found = await lavapipe();
  if ('reason' in found) {
    return {
      skipped:
        'storage = f16 IS NOT TESTED ON THIS MACHINE: its adapter has no shader-f16, and lavapipe is not available: ' +
        found.reason,
    };
  }
  const variables = { ...found.variables, ...FAST_COMPILING };
  const { adapter, hasF16, answer } = await probeAdapter(variables);
  if (!hasF16) {
    throw new Error(`lavapipe (${JSON.stringify(variables)}) gives no adapter with shader-f16: ${adapter || answer}`);
  }
  console.log(`WebGPU in Node: ${adapter}`);
  return runVitest('kernels', { ...variables, RECEPTIVE_NEEDS_F16: '1' }, [
    'on-gpu/f16-storage.test.ts',
    'on-gpu/layers-in-f16.test.ts',
  ]);
}

/** A failed download is no failure of the tests. */
async function lavapipe() {
  try {
    return { variables: await lavapipeVariables() };
  } catch (error) {
    return { reason: /** @type {Error} */ (error).message };
  }
}
