// Flattening in H, W, C order is how NHWC lies in memory already: no instruction, and no gradient of its own.
import type { LayerWork } from '../layer-work.js';

export const flatten: LayerWork<'flatten'> = { forward: () => [], gradients: 'pass' };
