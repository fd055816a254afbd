// PNG in all variants, damaged files, and resizing to a network's input.

import fc from 'fast-check';
import { Unzlib } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { decodeImage } from '../../../runtime/data/image/decode-image.js';
import { fitPicture } from '../../../runtime/data/image/fit-picture.js';
import type { Picture } from '../../../runtime/data/image/picture.js';
import { DataError } from '../../../runtime/data/index.js';
import { chunk, plainPng, png } from './write-files.js';

const refusal = (bytes: Uint8Array) => {
  try {
    decodeImage(bytes, 'a.png');
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  throw new Error('it was decoded');
};

describe('a PNG', () => {
  it.each<[string, Uint8Array, 1 | 3, number[]]>([
    ['of colours', png(2, 1, Uint8Array.from([0, 1, 2, 3, 4, 5, 6])), 3, [1, 2, 3, 4, 5, 6]],
    ['whose alpha is left out', png(1, 1, Uint8Array.from([0, 1, 2, 3, 9]), { type: 6 }), 3, [1, 2, 3]],
    ['of grey', png(2, 2, Uint8Array.from([0, 1, 2, 0, 3, 4]), { type: 0 }), 1, [1, 2, 3, 4]],
    ['of grey with alpha', png(2, 1, Uint8Array.from([0, 1, 9, 2, 9]), { type: 4 }), 1, [1, 2]],
    [
      'of black and white',
      png(10, 1, Uint8Array.from([0, 0b10110000, 0b01000000]), { type: 0, depth: 1 }),
      1,
      [255, 0, 255, 255, 0, 0, 0, 0, 0, 255],
    ],
    ['of four greys', png(3, 1, Uint8Array.from([0, 0b00011100]), { type: 0, depth: 2 }), 1, [0, 85, 255]],
    ['of 16 bits', png(1, 1, Uint8Array.from([0, 1, 255, 2, 255, 3, 255]), { depth: 16 }), 3, [1, 2, 3]],
    [
      'of a palette',
      png(3, 1, Uint8Array.from([0, 0x10, 0x20]), { type: 3, depth: 4, palette: [9, 8, 7, 6, 5, 4, 3, 2, 1] }),
      3,
      [6, 5, 4, 9, 8, 7, 3, 2, 1],
    ],
    ['that is filtered', png(3, 2, Uint8Array.from([1, 5, 1, 1, 2, 1, 1, 1]), { type: 0 }), 1, [5, 6, 7, 6, 7, 8]],
    [
      'that is interlaced',
      png(2, 2, Uint8Array.from([0, 1, 0, 2, 0, 3, 4]), { type: 0, interlace: 1 }),
      1,
      [1, 2, 3, 4],
    ],
    [
      'with other chunks',
      png(1, 1, Uint8Array.from([0, 7]), {
        type: 0,
        more: [chunk('iCCP', new Uint8Array(40)), chunk('tEXt', new Uint8Array(3))],
      }),
      1,
      [7],
    ],
  ])('%s is decoded', (_, file, channels, pixels) => {
    const picture = decodeImage(file, 'a.png');
    expect({ channels: picture.channels, pixels: [...picture.pixels] }).toEqual({ channels, pixels });
  });

  const whole = plainPng(9, 9, [1, 2, 3]);
  const spoiled = (at: number) => whole.map((byte, index) => (index === at ? byte ^ 0x40 : byte));
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'neither a PNG nor a JPEG'],
    ['text', Buffer.from('<svg></svg>'), 'neither a PNG nor a JPEG'],
    ['half a file', whole.subarray(0, 50), 'it is cut short'],
    ['only a signature', whole.subarray(0, 8), 'it is cut short'],
    ['a changed byte', spoiled(45), 'a.png is a damaged image'],
    ['a changed header', spoiled(19), 'a.png is a damaged image'],
    ['no pixels', png(0, 4, new Uint8Array(4)), 'says it is 4x0'],
    [
      'absurdly many pixels',
      png(2 ** 31 - 1, 2 ** 31 - 1, new Uint8Array(9)),
      'images of 1 to 25000000 pixels are read',
    ],
    ['too few rows', png(4, 4, new Uint8Array(13)), 'a.png is a damaged image'],
    ['an unknown filter', png(1, 1, Uint8Array.from([9, 1, 1, 1])), 'a.png is a damaged image'],
    [
      'a colour that is not in the palette',
      png(1, 1, Uint8Array.from([0, 2]), { type: 3, palette: [1, 2, 3] }),
      'palette',
    ],
    [
      'interlaced bits',
      png(1, 1, Uint8Array.from([0, 0]), { type: 0, depth: 1, interlace: 1 }),
      'is interlaced with 1 bits',
    ],
  ])('with %s is refused', (_, file, message) => {
    expect(refusal(file)).toContain(message);
  });

  it('rejects pixels that unpack to far more than the size, of which it unpacks one piece', () => {
    const bomb = png(8, 8, new Uint8Array(80_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const push = vi.spyOn(Unzlib.prototype, 'push');
    try {
      expect(refusal(bomb)).toContain('unpacks to more than the 392 bytes its size needs');
      expect(push).toHaveBeenCalledOnce();
      expect(push.mock.calls[0][0].length).toBeLessThan(10_000);
    } finally {
      push.mockRestore();
    }
  });

  it('of arbitrary bytes is decoded or rejected with a DataError', () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = whole.map((kept, index) => (index === at ? byte : kept));
        try {
          decodeImage(changed, 'a.png');
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  });
});

describe('a picture of another size', () => {
  const fitted = (picture: Picture, height: number, width: number, channels: number) => {
    const target = new Uint8Array(height * width * channels);
    fitPicture(picture, { height, width, channels }, target);
    return [...target];
  };
  const grey = (height: number, width: number, at: (y: number, x: number) => number): Picture => ({
    height,
    width,
    channels: 1,
    pixels: Uint8Array.from({ length: height * width }, (_, i) => at(Math.floor(i / width), i % width)),
  });

  it('stays as it is where it has the size', () => {
    const picture = grey(5, 7, (y, x) => 40 * y + x);
    expect(fitted(picture, 5, 7, 1)).toEqual([...picture.pixels]);
  });

  it('is cropped to the centre of its longer side', () => {
    expect(
      fitted(
        grey(2, 6, (_, x) => 10 * x),
        2,
        2,
        1,
      ),
    ).toEqual([20, 30, 20, 30]);
    expect(
      fitted(
        grey(6, 2, (y) => 10 * y),
        2,
        2,
        1,
      ),
    ).toEqual([20, 20, 30, 30]);
  });

  it('keeps a constant colour and a gradient, shrunk or enlarged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (from, to) => {
        expect(
          fitted(
            grey(from, from, () => 77),
            to,
            to,
            1,
          ),
        ).toEqual(new Array(to * to).fill(77));
        const slope = fitted(
          grey(from, from, (_, x) => (255 * (x + 0.5)) / from),
          to,
          to,
          1,
        ).slice(0, to);
        // Away from the edges, where there is nothing to take the other half from: within a sixth of a source pixel.
        const edge = Math.ceil(to / from) + 1;
        const most = 1 + 255 / from / 6;
        for (let x = edge; x < to - edge; x++) expect(Math.abs(slope[x] - (255 * (x + 0.5)) / to)).toBeLessThan(most);
      }),
    );
  });

  it('antialiases when shrinking: a fine chequer becomes grey', () => {
    const chequer = grey(64, 64, (y, x) => 255 * ((x + y) % 2));
    for (const value of fitted(chequer, 8, 8, 1)) expect(Math.abs(value - 127.5)).toBeLessThan(4);
  });

  it('becomes grey by luminance, and coloured by repeating', () => {
    const red: Picture = { height: 1, width: 1, channels: 3, pixels: Uint8Array.from([255, 0, 0]) };
    expect(fitted(red, 1, 1, 1)).toEqual([76]);
    expect(
      fitted(
        grey(1, 1, () => 9),
        1,
        1,
        3,
      ),
    ).toEqual([9, 9, 9]);
  });
});
