// GPUs that the server's tests plan memory for.
import type { LastAdapter } from '../../../runtime/backends/webgpu/tuning/last-adapter.js';

export const softwareAdapter: LastAdapter = {
  name: 'google swiftshader (in software)',
  profile: { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 },
};

/** Runs other kernels than `softwareAdapter`, so that a step takes other memory. */
export const differentAdapter: LastAdapter = {
  name: 'acme card',
  profile: { ...softwareAdapter.profile, winograd: 0 },
};
