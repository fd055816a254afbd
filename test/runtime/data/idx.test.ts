// Data files are untrusted: every malformed file is rejected with a message that names it and its numbers.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../runtime/data/dataset.js';
import { gunzip } from '../../../runtime/data/formats/gunzip.js';
import { readGzippedIdx, readIdx } from '../../../runtime/data/formats/idx.js';

/** An IDX file by the specification: magic, sizes, values. */
function idx(sizes: readonly number[], values: readonly number[], magic = 0x0800 | sizes.length): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * sizes.length));
  header.setUint32(0, magic);
  for (const [axis, size] of sizes.entries()) header.setUint32(4 + 4 * axis, size);
  return new Uint8Array([...new Uint8Array(header.buffer), ...values]);
}

describe('an IDX file', () => {
  it('gives its values in order', () => {
    expect([...readIdx(idx([2, 3], [1, 2, 3, 4, 5, 255]), [2, 3], 'a.idx')]).toEqual([1, 2, 3, 4, 5, 255]);
  });

  it('is read where it begins in a larger buffer', () => {
    const padded = new Uint8Array([9, 9, 9, ...idx([2], [7, 8])]);
    expect([...readIdx(padded.subarray(3), [2], 'a.idx')]).toEqual([7, 8]);
  });

  it.each([
    ['nothing', new Uint8Array(), '0 bytes are too few for its header of 8'],
    ['half a header', idx([2], [1, 2]).subarray(0, 6), '6 bytes are too few'],
    ['another magic', idx([2], [1, 2], 0x89504e47), 'it begins with 0x8950'],
    ['another type', idx([2], [1, 2], 0x0d01), 'its values have type 0xd'],
    ['more dimensions', idx([2, 1], [1, 2]), 'it has 2 dimensions, not 1'],
    ['other sizes', idx([3], [1, 2, 3]), 'it says 3 values, not 2'],
    ['a huge size', idx([0xffffffff], [1, 2]), 'it says 4294967295 values, not 2'],
    ['too few values', idx([2], [1]), 'its header promises 2 values, it holds 1'],
    ['too many values', idx([2], [1, 2, 3]), 'its header promises 2 values, it holds 3'],
  ])('with %s is refused', (_, bytes, message) => {
    expect(() => readIdx(bytes, [2], 'labels.idx')).toThrow(DataError);
    expect(() => readIdx(bytes, [2], 'labels.idx')).toThrow(`labels.idx is not the IDX file expected: ${message}`);
  });

  it('of arbitrary bytes is read or rejected with a DataError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(readIdx(bytes, [3], 'x')).toHaveLength(3);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
  });
});

describe('a gzipped IDX file', () => {
  const whole = gzipSync(idx([2, 3], [1, 2, 3, 4, 5, 6]));

  it('is unpacked and read', async () => {
    expect([...(await readGzippedIdx(whole, [2, 3], 'a.idx.gz'))]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['no gzip', new Uint8Array([1, 2, 3, 4])],
    ['cut short', whole.subarray(0, whole.length - 9)],
    ['empty', new Uint8Array()],
    ['with a wrong checksum', new Uint8Array(whole).fill(0, whole.length - 8, whole.length - 4)],
  ])('%s is refused', async (_, bytes) => {
    await expect(readGzippedIdx(bytes, [2, 3], 'a.idx.gz')).rejects.toThrow(
      new DataError(`a.idx.gz is not a complete gzip file (${bytes.length} bytes): download it again.`),
    );
  });

  it('stops unpacking at the expected size', async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    await expect(gunzip(bomb, { limit: 1000, name: 'bomb.gz' })).rejects.toThrow(
      'bomb.gz unpacks to more than the expected 1000 bytes',
    );
    const header = { bytes: 8, sizeOf: (start: Uint8Array) => 2000 + start[7] };
    const options = { limit: 60_000_000, name: 'a.gz', header };
    await expect(gunzip(bomb, options)).rejects.toThrow('more than the expected 2000 bytes');
  });
});
