// JPEG: the pixels of libjpeg, turned as EXIF says; or a refusal that says why.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../runtime/data/image/decode-image.js';
import { DataError } from '../../../runtime/data/index.js';
import { type JpegFixture, jpegFixtures } from './jpeg-fixtures.js';

const bytesOf = ({ base64 }: JpegFixture) => Uint8Array.from(Buffer.from(base64, 'base64'));

const refusal = (bytes: Uint8Array) => {
  try {
    decodeImage(bytes, 'a.jpg');
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  throw new Error('it was decoded');
};

describe('a JPEG', () => {
  it.each(jpegFixtures.map((fixture) => [fixture.title, fixture] as const))(
    'with %s has the pixels of libjpeg',
    (_, fixture) => {
      const { width, height, channels, pixels } = decodeImage(bytesOf(fixture), 'a.jpg');
      const { x, y, values } = fixture.pixel;
      expect({ width, height, channels }).toEqual({
        width: fixture.width,
        height: fixture.height,
        channels: values.length,
      });
      const at = (y * width + x) * channels;
      expect([...pixels.subarray(at, at + channels)]).toEqual(values);
      expect(createHash('sha256').update(pixels).digest('hex').slice(0, 16)).toBe(fixture.sha256);
    },
  );

  const file = bytesOf(jpegFixtures[0]);
  const [width, height] = [21, 13];
  /** The place of a marker's first byte. */
  const marker = (code: number) => file.findIndex((byte, index) => byte === 0xff && file[index + 1] === code);
  const insert = (segment: readonly number[], bytes = file) =>
    Uint8Array.from([...bytes.subarray(0, 2), ...segment, ...bytes.subarray(2)]);

  /** An APP1 segment with one entry: the orientation, little-endian or big-endian. */
  const exif = (orientation: number, little: boolean) => {
    const tiff = new DataView(new ArrayBuffer(26));
    tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
    tiff.setUint16(2, 42, little);
    tiff.setUint32(4, 8, little);
    tiff.setUint16(8, 1, little);
    tiff.setUint16(10, 0x0112, little);
    tiff.setUint16(12, 3, little);
    tiff.setUint32(14, 1, little);
    tiff.setUint16(18, orientation, little);
    const content = [...Buffer.from('Exif\0\0', 'latin1'), ...new Uint8Array(tiff.buffer)];
    return [0xff, 0xe1, 0, content.length + 2, ...content];
  };

  /** Where the pixel (x, y) of the stored picture is seen: EXIF 2.3, tag 274. */
  it.each<[number, (x: number, y: number) => readonly [number, number]]>([
    [0, (x, y) => [x, y]],
    [1, (x, y) => [x, y]],
    [2, (x, y) => [width - 1 - x, y]],
    [3, (x, y) => [width - 1 - x, height - 1 - y]],
    [4, (x, y) => [x, height - 1 - y]],
    [5, (x, y) => [y, x]],
    [6, (x, y) => [height - 1 - y, x]],
    [7, (x, y) => [height - 1 - y, width - 1 - x]],
    [8, (x, y) => [y, width - 1 - x]],
    [9, (x, y) => [x, y]],
  ])('is turned as the orientation %i of EXIF says', (orientation, seen) => {
    const stored = decodeImage(file, 'a.jpg');
    for (const little of [true, false]) {
      const turned = decodeImage(insert(exif(orientation, little)), 'a.jpg');
      const isSwapped = orientation >= 5 && orientation <= 8;
      expect([turned.width, turned.height]).toEqual(isSwapped ? [height, width] : [width, height]);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const [column, row] = seen(x, y);
          const from = 3 * (y * width + x);
          const to = 3 * (row * turned.width + column);
          expect(turned.pixels.subarray(to, to + 3)).toEqual(stored.pixels.subarray(from, from + 3));
        }
      }
    }
  });

  it('ignores EXIF that is damaged, and comments', () => {
    const stored = decodeImage(file, 'a.jpg');
    for (let length = 0; length < 32; length++) {
      const cut = exif(6, true).slice(0, 4 + length);
      cut[3] = length + 2;
      if (length < 26) expect(decodeImage(insert(cut), 'a.jpg')).toEqual(stored);
    }
    expect(decodeImage(insert([0xff, 0xfe, 0, 5, 0xff, 0xda, 0]), 'a.jpg')).toEqual(stored);
  });

  const changed = (at: number, ...values: number[]) => {
    const copy = Uint8Array.from(file);
    copy.set(values, at);
    return copy;
  };
  const frame = marker(0xc0);
  /** Only a frame's header of so many channels. */
  const header = (channels: number) => [
    ...[0xff, 0xc0, 0, 8 + 3 * channels, 8, 0, 13, 0, 21, channels],
    ...Array.from({ length: channels }, (_, index) => [index, 0x11, 0]).flat(),
  ];
  it.each<[string, Uint8Array, string]>([
    ['in CMYK', Uint8Array.from([0xff, 0xd8, ...header(4), 0xff, 0xd9]), 'is in the colours of a printer (CMYK)'],
    ['of two channels', Uint8Array.from([0xff, 0xd8, ...header(2), 0xff, 0xd9]), 'has 2 channels'],
    ['of 12 bits', changed(frame + 4, 12), 'has 12 bits a channel, and JPEGs of 8 are read'],
    ['with arithmetic coding', changed(frame + 1, 0xc9), 'is a JPEG with arithmetic coding'],
    ['with progressive arithmetic coding', changed(frame + 1, 0xca), 'is a JPEG with arithmetic coding'],
    ['without loss', changed(frame + 1, 0xc3), 'is a lossless JPEG'],
    ['of several resolutions', changed(frame + 1, 0xc5), 'is a hierarchical JPEG'],
    ['of 2/3 of the chroma', changed(frame + 11, 0x31, 0, 2, 0x21), 'at a rate that is no whole fraction'],
    ['of an unknown height', changed(frame + 5, 0, 0), 'a.jpg says it is 0x21'],
    ['of a huge size', changed(frame + 5, 0xff, 0xff, 0xff, 0xff), 'a.jpg says it is 65535x65535; images of 1 to'],
    ['without an image', Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]), 'damaged image (it has no image)'],
  ])('%s is refused', (_, bytes, message) => {
    expect(refusal(bytes)).toContain(message);
  });

  it('rejects a file truncated anywhere', () => {
    for (const length of [2, 20, marker(0xda) + 4, file.length - 60, file.length - 2]) {
      expect(refusal(file.subarray(0, length))).toContain('damaged image');
    }
    // With the end of the image behind it.
    const cut = Uint8Array.from([...file.subarray(0, file.length - 60), 0xff, 0xd9]);
    expect(refusal(cut)).toContain('damaged image (its data ends early)');
  });

  it('rejects a thousand scans before decoding one', () => {
    const scan = file.subarray(marker(0xda), file.length - 2);
    const bomb = Buffer.concat([file.subarray(0, file.length - 2), ...new Array(1000).fill(scan), file.subarray(-2)]);
    expect(refusal(bomb)).toContain('has 1001 scans; at most 100 are read');
  });

  it('of arbitrary bytes is decoded or rejected with a DataError', () => {
    for (const fixture of jpegFixtures) {
      const whole = bytesOf(fixture);
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
          try {
            decodeImage(
              whole.map((kept, index) => (index === at ? byte : kept)),
              'a.jpg',
            );
          } catch (error) {
            expect(error).toBeInstanceOf(DataError);
          }
        }),
        { numRuns: 200 },
      );
    }
  });
});
