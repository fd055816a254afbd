// Has a computation made in a way of the test's choice, whatever would be taken without being asked.
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
