// Receptive with every convolution computed directly: what its kernels do beside the best matrix product.
import { contestantOn } from './ours.js';

export const contestant = contestantOn((adapter) => ({ ...adapter, winograd: 0 }));
