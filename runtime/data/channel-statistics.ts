// Mean and standard deviation of each channel of a set of images, which `normalise` takes off.
import type { Images } from './dataset.js';

/** Per channel, of values as a network is given them (a byte is pixel/255). The deviation is over n, not n - 1. */
export interface ChannelStatistics {
  readonly mean: readonly number[];
  /** 1 for a channel that is the same everywhere. */
  readonly deviation: readonly number[];
}

export function channelStatistics({ pixels }: Images, channels: number): ChannelStatistics {
  const moments = Array.from({ length: channels }, (_, channel) =>
    pixels instanceof Uint8Array ? ofBytes(pixels, channel, channels) : ofNumbers(pixels, channel, channels),
  );
  return { mean: moments.map(([mean]) => mean), deviation: moments.map(([, deviation]) => deviation || 1) };
}

type Moments = readonly [mean: number, deviation: number];

/** From how often each of the 256 values comes: exact, and quick for millions of pixels. */
function ofBytes(pixels: Uint8Array, channel: number, channels: number): Moments {
  const counts = new Float64Array(256);
  for (let index = channel; index < pixels.length; index += channels) counts[pixels[index]]++;
  const count = pixels.length / channels;
  const mean = counts.reduce((sum, times, value) => sum + times * value, 0) / count;
  const variance = counts.reduce((sum, times, value) => sum + times * (value - mean) ** 2, 0) / count;
  return [mean / 255, Math.sqrt(variance) / 255];
}

/** In two passes, the second around the mean: large means take no digits from small deviations. */
function ofNumbers(pixels: Float32Array, channel: number, channels: number): Moments {
  const count = pixels.length / channels;
  let sum = 0;
  for (let index = channel; index < pixels.length; index += channels) sum += pixels[index];
  const mean = sum / count;
  let squares = 0;
  for (let index = channel; index < pixels.length; index += channels) squares += (pixels[index] - mean) ** 2;
  return [mean, Math.sqrt(squares / count)];
}
