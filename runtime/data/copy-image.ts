// Copies an image into a batch through its pixel maps: bytes / 255, then (x - mean) / deviation if there are
// statistics.
import type { Shape } from '../../model/index.js';
import type { ChannelStatistics } from './channel-statistics.js';
import { black, type PixelMaps, zero } from './pixel-maps.js';

/** Writes image number `image` of `pixels` to `values`. */
export type CopyImage = (
  pixels: Uint8Array | Float32Array,
  image: number,
  maps: PixelMaps,
  values: Float32Array,
) => void;

/** @param stored the shape of the stored images; `target`, of those in the batch, has as many channels */
export function createCopier(
  { height, width, channels }: Shape,
  target: Shape,
  statistics: ChannelStatistics | undefined,
): CopyImage {
  const mean = statistics?.mean ?? new Array<number>(channels).fill(0);
  const deviation = statistics?.deviation ?? new Array<number>(channels).fill(1);
  const normalised = (value: number, channel: number) => (value - mean[channel]) / deviation[channel];
  // All 256 values of a byte, normalised once.
  const bytes = Float32Array.from({ length: channels * 256 }, (_, index) =>
    normalised((index & 255) / 255, index >> 8),
  );
  return (pixels, image, { rows, columns }, values) => {
    const stored = pixels instanceof Uint8Array;
    const first = image * height * width;
    for (let row = 0, at = 0; row < target.height; row++) {
      const from = rows[row];
      for (let column = 0; column < target.width; column++) {
        // Padding after `normalise` surrounds padding before it.
        const padding = Math.min(from, columns[column]);
        const source = (first + from * width + columns[column]) * channels;
        for (let channel = 0; channel < channels; channel++, at++) {
          if (padding === zero) values[at] = 0;
          else if (padding === black) values[at] = bytes[channel << 8];
          else if (stored) values[at] = bytes[(channel << 8) | pixels[source + channel]];
          else values[at] = normalised(pixels[source + channel], channel);
        }
      }
    }
  };
}
