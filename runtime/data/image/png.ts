// Decodes PNG: checks the chunks first, and passes only those of the image to the decoder, which has no limits itself.
import { decode } from 'fast-png';
import { Unzlib } from 'fflate';
import { DataError } from '../dataset.js';
import { maxDeflateRatio, unpackWhile } from '../formats/unpack.js';
import { dataLimits } from '../limits.js';
import { type Picture, requirePixels } from './picture.js';

const signatureBytes = 8;
const readChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Throws a DataError or, in the decoder, an Error unless the bytes are a complete PNG. */
export function decodePng(file: Uint8Array, path: string): Picture {
  const { bytes, data } = imageChunks(file);
  const header = new DataView(bytes.buffer, signatureBytes + 8);
  const [width, height, depth] = [header.getUint32(0), header.getUint32(4), header.getUint8(8)];
  requirePixels(width, height, path);
  const samples = channelsOf[header.getUint8(9)] ?? 0;
  if (header.getUint8(12) !== 0 && depth < 8) {
    throw new DataError(
      `${path} is interlaced with ${depth} bits a channel, which is not supported: save it without interlacing.`,
    );
  }
  // Rows with their filter byte; Adam7's seven passes make up to seven times as many rows, of fewer pixels.
  const expected = height * (1 + Math.ceil((width * samples * depth) / 8)) + 8 * (width + height) + 64;
  requireUnpacked(data, expected, path);
  const { data: values, palette, depth: bits } = decode(bytes, { checkCrc: true });
  const channels = values.length > 0 && samples >= 3 ? 3 : 1;
  const pixels = new Uint8Array(width * height * (palette ? 3 : channels));
  const rowBytes = Math.ceil((width * samples * bits) / 8);
  const sampleAt = sampleReader(values, bits, rowBytes);
  for (let row = 0, place = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (palette) {
        const colour = palette[sampleAt(row, column)];
        if (!colour) throw new Error('a pixel has a colour that is not in the palette');
        for (let channel = 0; channel < 3; channel++) pixels[place++] = colour[channel];
      } else {
        for (let channel = 0; channel < channels; channel++) {
          const value =
            bits < 8
              ? (255 * sampleAt(row, column)) / (2 ** bits - 1)
              : values[(row * width + column) * samples + channel];
          pixels[place++] = bits === 16 ? value >> 8 : value;
        }
      }
    }
  }
  return { width, height, channels: palette ? 3 : (channels as 1 | 3), pixels };
}

/** Reads samples of rows with several samples in a byte, the first in the high bits. */
function sampleReader(values: ArrayLike<number>, bits: number, rowBytes: number) {
  return (row: number, column: number): number => {
    const bit = column * bits;
    const byte = values[row * rowBytes + (bit >> 3)];
    return (byte >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
  };
}

/** The file with only the chunks of the image, and the packed pixels. Throws when it is truncated. */
function imageChunks(file: Uint8Array): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly data: readonly Uint8Array[];
} {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const pieces: Uint8Array[] = [file.subarray(0, signatureBytes)];
  const data: Uint8Array[] = [];
  let at = signatureBytes;
  let type = '';
  while (type !== 'IEND') {
    if (at + 12 > file.length) throw new Error('it is cut short');
    const length = view.getUint32(at);
    type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > file.length) throw new Error('it is cut short');
    if (at === signatureBytes && (type !== 'IHDR' || length !== 13))
      throw new Error('it does not begin with its header');
    if (readChunks.has(type)) pieces.push(file.subarray(at, end));
    if (type === 'IDAT') data.push(file.subarray(at + 8, end - 4));
    at = end;
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return { bytes, data };
}

/** Throws when pixels unpack to more than the header's size; counts them without storing them. */
function requireUnpacked(data: readonly Uint8Array[], expected: number, path: string): void {
  const packed = data.reduce((sum, piece) => sum + piece.length, 0);
  if (packed * maxDeflateRatio <= Math.max(dataLimits.unpackedBytes, expected)) return;
  let unpacked = 0;
  unpackWhile(new Unzlib(), data, (piece) => {
    unpacked += piece.length;
    return unpacked <= expected;
  });
  if (unpacked > expected) {
    throw new DataError(`${path} unpacks to more than the ${expected} bytes its size needs: save it again.`);
  }
}
