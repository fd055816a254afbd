// Mean and standard deviation of each channel of a set of images, for `normalise`.
import type { Images } from './dataset.js';

/** Of the network's input values (bytes / 255). The deviation divides by n, not n - 1. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  /** 1 for a constant channel. */
  readonly deviation: readonly number[];
}

export function channelStatistics({ pixels }: Images, channels: number): ChannelStatistics {
  const moments = Array.from({ length: channels }, (_, channel) =>
    pixels instanceof Uint8Array ? measureBytes(pixels, channel, channels) : measureFloats(pixels, channel, channels),
  );
  return { mean: moments.map(([mean]) => mean), deviation: moments.map(([, deviation]) => deviation || 1) };
}

type Moments = readonly [mean: number, deviation: number];

/** From a histogram of the 256 values: exact, and fast for millions of pixels. */
function measureBytes(pixels: Uint8Array, channel: number, channels: number): Moments {
  const counts = new Float64Array(256);
  for (let index = channel; index < pixels.length; index += channels) counts[pixels[index]]++;
  const count = pixels.length / channels;
  const mean = counts.reduce((sum, times, value) => sum + times * value, 0) / count;
  const variance = counts.reduce((sum, times, value) => sum + times * (value - mean) ** 2, 0) / count;
  return [mean / 255, Math.sqrt(variance) / 255];
}

/** In two passes, the second around the mean: numerically stable for large means. */
function measureFloats(pixels: Float32Array, channel: number, channels: number): Moments {
  const count = pixels.length / channels;
  let sum = 0;
  for (let index = channel; index < pixels.length; index += channels) sum += pixels[index];
  const mean = sum / count;
  let squares = 0;
  for (let index = channel; index < pixels.length; index += channels) squares += (pixels[index] - mean) ** 2;
  return [mean, Math.sqrt(squares / count)];
}
