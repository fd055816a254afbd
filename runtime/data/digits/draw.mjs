// Selects the embedded digits from the original MNIST files, reproducibly (ORIGIN.md):
// `node runtime/data/digits/draw.mjs FOLDER`, where FOLDER holds the four uncompressed originals.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Uniform numbers in [0, 1) from a 32-bit seed. */
function mulberry32(seed) {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The first `perClass` images of each digit after a seeded shuffle, in that shuffled order. */
function draw(labels, perClass) {
  const random = mulberry32(1);
  const order = Uint32Array.from(labels, (_, index) => index);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  const taken = new Array(10).fill(0);
  return order.filter((index) => taken[labels[index]]++ < perClass);
}

/** An IDX file of unsigned bytes, gzipped. */
function writeIdx(name, dimensions, values) {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setUint32(0, 0x0800 | dimensions.length);
  for (const [axis, size] of dimensions.entries()) header.setUint32(4 + 4 * axis, size);
  const bytes = Buffer.concat([Buffer.from(header.buffer), values]);
  writeFileSync(new URL(`${name}.idx.gz`, import.meta.url), gzipSync(bytes, { level: 9 }));
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: node draw.mjs FOLDER, with the original MNIST files in FOLDER');
for (const [original, part, perClass] of [
  ['train', 'train', 500],
  ['t10k', 'test', 100],
]) {
  const labels = readFileSync(join(folder, `${original}-labels-idx1-ubyte`)).subarray(8);
  const images = readFileSync(join(folder, `${original}-images-idx3-ubyte`)).subarray(16);
  const drawn = draw(labels, perClass);
  const pixels = Array.from(drawn, (index) => images.subarray(784 * index, 784 * (index + 1)));
  writeIdx(`${part}-images`, [drawn.length, 28, 28], Buffer.concat(pixels));
  writeIdx(`${part}-labels`, [drawn.length], Buffer.from(drawn.map((index) => labels[index])));
}
