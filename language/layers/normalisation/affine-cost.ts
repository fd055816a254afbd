// The cost of normalisation layers: one learned scale and one shift for each channel.
import type { LayerCost } from '../rule.js';

/** `buffers`: running statistics, which are stored but not learned. */
export function affineCost(channels: number, scale: boolean, shift: boolean, buffers = 0): LayerCost {
  return {
    weights: scale ? { product: `${channels}`, count: channels } : { product: '', count: 0 },
    biases: shift ? channels : 0,
    buffers,
    macs: 0,
  };
}
