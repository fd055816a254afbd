// `cnn train` on the user's data sets: found beside the .cnn file, trained on, or refused with a reason.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npy, plainPng, zip } from '../../runtime/data/write-files.js';
import { cnn, filesIn } from '../command.js';

/** Dark and light images, which any network separates. */
const pets = Object.fromEntries(
  Array.from({ length: 40 }, (_, index) => {
    const light = index % 2 === 1;
    const value = (light ? 160 : 0) + 2 * index;
    return [`photos/${light ? 'light' : 'dark'}/${index}.png`, plainPng(12, 9, [value, value, value])];
  }),
);
const network = (data: string, more = '') =>
  `network Small { input(8x8x1) -> conv(4) -> relu -> global_avgpool -> fc(2) }
train Small { data = ${data} ${more} optimizer = adam(lr=0.03) batch = 8 epochs = 12 }\n`;

const train = (folder: string, name: string) => cnn('train', join(folder, name), '--backend', 'cpu');

describe('cnn train', () => {
  it('learns from a folder of images beside the file', async () => {
    const folder = await filesIn({
      ...pets,
      'pets.cnn': network('folder("photos", 8x8x1)', 'augment = flip -> normalise'),
    });
    const { code, stdout, stderr } = await train(folder, 'pets.cnn');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Reading folder("photos", 8x8x1) ...');
    expect(stdout).toContain('Training Small on folder("photos", 8x8x1) (32 images, flip -> normalise)');
    expect(stdout).toContain('Test accuracy 100.0 %');
  });

  it('learns from arrays that NumPy saved', async () => {
    const light = (index: number) => index % 2;
    const images = Float32Array.from({ length: 40 * 64 }, (_, index) => light(index >> 6) - 0.5);
    const x = npy('<f4', [40, 8, 8], new Uint8Array(images.buffer));
    const y = npy(
      '|u1',
      [40],
      Uint8Array.from({ length: 40 }, (_, index) => light(index)),
    );
    const arrays = zip({ 'x_train.npy': x, 'y_train.npy': y, 'x_test.npy': x, 'y_test.npy': y });
    const folder = await filesIn({ 'data/a.npz': arrays, 'a.cnn': network('npz("data/a.npz")') });
    const { code, stdout } = await train(folder, 'a.cnn');
    expect(code).toBe(0);
    expect(stdout).toContain('Test accuracy 100.0 %');
  });

  it.each<[string, string, Record<string, Uint8Array>, string]>([
    ['no folder', 'folder("photo", 8x8x1)', pets, 'There is no folder photo; paths are relative to the .cnn file.'],
    ['a folder of another format', 'cifar10("photos")', pets, 'photos holds no data_batch_1.bin'],
    ['a damaged file', 'npz("a.npz")', { 'a.npz': new Uint8Array(9) }, 'a.npz is not a complete .npz file (9 bytes)'],
    [
      'more classes than answers',
      'folder("photos", 8x8x1)',
      { ...pets, 'photos/third/a.png': plainPng(1, 1, [1, 1, 1]), 'photos/third/b.png': plainPng(1, 1, [1, 1, 1]) },
      'has 3 classes; end it with fc(3).',
    ],
  ])('explains %s', async (_, data, files, message) => {
    const text = network(data)
      .replace('8x8x1)', data.startsWith('cifar') ? '32x32x3)' : '8x8x1)')
      .replace('fc(2)', data.startsWith('cifar') ? 'fc(10)' : 'fc(2)');
    const folder = await filesIn({ ...files, 'a.cnn': text });
    const { code, stderr } = await train(folder, 'a.cnn');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('does not follow links out of the path in the job', async () => {
    const folder = await filesIn({
      ...pets,
      'secret.png': plainPng(8, 8, [1, 1, 1]),
      'a.cnn': network('folder("photos", 8x8x1)'),
    });
    await symlink(join(folder, 'secret.png'), join(folder, 'photos', 'dark', 'z.png'));
    const { code, stderr } = await train(folder, 'a.cnn');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('photos/dark/z.png is a link') });
  });
});
