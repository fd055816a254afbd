// Runs a computation with the variant that the test chooses, instead of the estimated one.
import { expect } from 'vitest';
import type { AdapterProfile } from '../../../../../../runtime/backends/webgpu/adapter-profile.js';
import { shapeKey, variantName, variantOf } from '../../../../../../runtime/backends/webgpu/variants/variants.js';
import type { Computation } from '../../../../../../runtime/ir/index.js';

/** The profile under which the computation is made in the variant of this name, which must be possible. */
export function choosing(name: string, computation: Computation, adapter: AdapterProfile): AdapterProfile {
  const chosen = { ...adapter, choices: { [shapeKey(computation)]: name } };
  expect(variantName(variantOf(computation, chosen))).toBe(name);
  return chosen;
}
