// Turns and mirrors a picture as EXIF's orientation says, 1 to 8. EXIF 2.3, 4.6.4, tag 274.
import type { Picture } from '../picture.js';

/** Which way a stored picture is to be read: rows and columns swapped, columns or rows from the far end. */
const orientations = [
  { swap: false, mirror: false, flip: false },
  { swap: false, mirror: true, flip: false },
  { swap: false, mirror: true, flip: true },
  { swap: false, mirror: false, flip: true },
  { swap: true, mirror: false, flip: false },
  { swap: true, mirror: false, flip: true },
  { swap: true, mirror: true, flip: true },
  { swap: true, mirror: true, flip: false },
] as const;

export function orientPicture(picture: Picture, orientation: number): Picture {
  const { swap, mirror, flip } = orientations[orientation - 1];
  if (orientation === 1) return picture;
  const { width, height, channels, pixels } = picture;
  const [newWidth, newHeight] = swap ? [height, width] : [width, height];
  const turned = new Uint8Array(pixels.length);
  for (let y = 0, place = 0; y < newHeight; y++) {
    for (let x = 0; x < newWidth; x++) {
      const [column, row] = swap ? [y, x] : [x, y];
      const fromX = mirror ? width - 1 - column : column;
      const fromY = flip ? height - 1 - row : row;
      const from = (fromY * width + fromX) * channels;
      for (let channel = 0; channel < channels; channel++) turned[place++] = pixels[from + channel];
    }
  }
  return { width: newWidth, height: newHeight, channels, pixels: turned };
}
