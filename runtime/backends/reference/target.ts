// Plain TypeScript as passes and planner see it: no limit on bindings, no workspaces and no buffers of its own.
import { acceptsEpilogue, type Target } from '../../ir/index.js';

export const referenceTarget: Target = {
  id: 'reference',
  maxBindings: Number.POSITIVE_INFINITY,
  f16Storage: false,
  acceptsEpilogue,
  workspaceBytes: () => 0,
  ownBuffers: () => [],
};
