// What normalisation layers share: learned scales and shifts, one of each a channel.
import type { LayerCost } from '../rule.js';

/** `buffers`: running statistics, kept but not learned. */
export function affineCost(channels: number, scale: boolean, shift: boolean, buffers = 0): LayerCost {
  return {
    weights: scale ? { product: `${channels}`, count: channels } : { product: '', count: 0 },
    biases: shift ? channels : 0,
    buffers,
    macs: 0,
  };
}
