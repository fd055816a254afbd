// Compares a computation's kernels, written for a given adapter profile or with f16 storage, with float64.
import type { AdapterProfile } from '../../../../../../runtime/backends/webgpu/adapter-profile.js';
import { createComparison } from '../../../conformance/support/compare.js';
import { runComputation } from './run-computation.js';

export { comparisonSettings, draw, type OutputForm } from '../../../conformance/support/compare.js';

/**
 * @param device called when a test runs
 * @param adapter the profile to write the kernels for; default: the device's own
 * @param f16 whether inputs and outputs have f16 storage
 */
export function comparison(device: () => GPUDevice, adapter?: AdapterProfile, f16 = false) {
  return createComparison(
    (computation, inputs, outputs, settings) =>
      runComputation(device(), computation, inputs, outputs, settings, adapter, f16),
    { f16 },
  );
}
