// Receptive without Winograd: direct convolutions only, to compare with the best matrix product.
import { contestantOn } from './ours.js';

export const contestant = contestantOn((adapter) => ({ ...adapter, winograd: 0 }));
