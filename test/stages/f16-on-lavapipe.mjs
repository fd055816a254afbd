// @ts-check
/**
 * Activations in halves on lavapipe, which has `shader-f16`: SwiftShader, on which a machine without a GPU runs all
 * other kernels, has not, so that there `storage = f16` would be tested nowhere.
 */
import { lavapipeVariables } from '../provision/lavapipe.mjs';
import { probeAdapter } from '../provision/swiftshader.mjs';
import { runVitest } from './vitest.mjs';

/** LLVM's optimizations take longer than all that the tests compute with them. */
const QUICK_COMPILING = { GALLIVM_PERF: 'nopt' };

/**
 * @param {{ adapter: string, halves: boolean } | undefined} usual where the other tests of kernels run
 * @returns {Promise<import('./tool.mjs').Outcome>}
 * @throws {Error} when lavapipe comes without halves
 */
export async function runHalves(usual) {
  if (usual?.halves) return { leftOut: `${usual.adapter} has shader-f16: the stage kernels tests halves on it` };
  const found = await lavapipe();
  if ('reason' in found) {
    return {
      leftOut:
        'storage = f16 IS NOT TESTED ON THIS MACHINE: its adapter has no shader-f16, and lavapipe, which has, cannot be had: ' +
        found.reason,
    };
  }
  const variables = { ...found.variables, ...QUICK_COMPILING };
  const { adapter, halves, answer } = await probeAdapter(variables);
  if (!halves) {
    throw new Error(`lavapipe (${JSON.stringify(variables)}) gives no adapter with shader-f16: ${adapter || answer}`);
  }
  console.log(`WebGPU in Node: ${adapter}`);
  return runVitest('kernels', { ...variables, RECEPTIVE_NEEDS_HALVES: '1' }, [
    'on-gpu/f16-storage.test.ts',
    'on-gpu/layers-in-f16.test.ts',
  ]);
}

/** A package that cannot be downloaded is no fault of what is tested. */
async function lavapipe() {
  try {
    return { variables: await lavapipeVariables() };
  } catch (error) {
    return { reason: /** @type {Error} */ (error).message };
  }
}
