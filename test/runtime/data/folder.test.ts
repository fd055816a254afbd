// A folder of images: classes, the split into training and test images, and errors.
import { describe, expect, it } from 'vitest';
import type { DataSource } from '../../../model/index.js';
import { DataError, type Files, loadData } from '../../../runtime/data/index.js';
import { filesOf, plainPng } from './write-files.js';

type Folder = Extract<DataSource, { kind: 'folder' }>;
const source: Folder = { kind: 'folder', path: 'pets', size: { height: 2, width: 2, channels: 3 }, test: 0.25 };
/** Images of a class: each of its own red, all of the class's green. */
const images = (folder: string, count: number, green: number, first = 0) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${folder}/${index}.png`, plainPng(3, 2, [first + index, green, 0])]),
  );
const load = (files: Files, changes: Partial<Folder> = {}) => loadData({ ...source, ...changes }, files);

async function refusal(files: Files, changes: Partial<Folder> = {}): Promise<string> {
  const error = await load(files, changes).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message;
}

describe('a folder of images', () => {
  const pets = { ...images('pets/dog', 8, 20), ...images('pets/cat', 4, 10), 'pets/readme.txt': new Uint8Array(3) };

  it('has a class for each folder, sorted by name, and splits each class', async () => {
    const heard: number[] = [];
    const data = await loadData(source, filesOf({ ...pets, 'pets/cat/notes.txt': new Uint8Array(2) }), (done) =>
      heard.push(done),
    );
    expect(data).toMatchObject({ name: 'folder("pets", 2x2x3)', classes: 2, shape: source.size });
    expect([...data.train.labels]).toEqual([0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect([...data.test.labels]).toEqual([0, 1, 1]);
    for (const { labels, pixels, count } of [data.train, data.test]) {
      for (let image = 0; image < count; image++) expect(pixels[image * 12 + 1]).toBe(labels[image] === 0 ? 10 : 20);
    }
    // Every image is in one of the two, once.
    const reds = [data.train, data.test].flatMap(({ pixels, labels, count }) =>
      Array.from({ length: count }, (_, image) => 100 * labels[image] + pixels[image * 12]),
    );
    expect(reds.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 100, 101, 102, 103, 104, 105, 106, 107]);
    expect(heard).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(await load(filesOf(pets))).toEqual(data);
  });

  it('uses the folders train and test if there are any', async () => {
    const apart = {
      ...images('pets/train/cat', 2, 10),
      ...images('pets/train/dog', 1, 20),
      ...images('pets/test/cat', 1, 10),
      ...images('pets/test/dog', 1, 20),
    };
    const { train, test } = await load(filesOf(apart));
    expect([[...train.labels], [...test.labels]]).toEqual([
      [0, 0, 1],
      [0, 1],
    ]);
    expect(await refusal(filesOf({ ...apart, ...images('pets/test/bird', 1, 5) }))).toContain(
      'the class bird is in only one',
    );
  });

  it.each<[string, Record<string, Uint8Array>, Partial<Folder>, string]>([
    ['no folder', {}, {}, 'There is no folder pets; paths are relative to the .cnn file.'],
    ['one class', images('pets/cat', 4, 1), {}, 'pets holds 1 folders; it takes one for each class'],
    ['a class without images', { ...pets, 'pets/bird/a.gif': new Uint8Array(9) }, {}, 'pets/bird holds no image'],
    ['a class of one image', { ...pets, ...images('pets/bird', 1, 5) }, {}, 'pets/bird has only one image'],
    ['nothing to test on', pets, { test: 0 }, 'test=0 leaves no test images'],
    [
      'a damaged image',
      { ...pets, 'pets/cat/2.png': plainPng(2, 2, [1, 1, 1]).subarray(0, 60) },
      {},
      'pets/cat/2.png is a damaged',
    ],
    [
      'a file too large',
      { ...pets, 'pets/cat/2.png': new Uint8Array(33 * 2 ** 20) },
      {},
      'has 34,603,008 bytes; at most 33,554,432',
    ],
    [
      'more than memory holds',
      pets,
      { size: { height: 65_536, width: 65_536, channels: 3 } },
      '154,618,822,656 bytes at this size',
    ],
  ])('with %s is refused', async (_, content, changes, message) => {
    expect(await refusal(filesOf(content), changes)).toContain(message);
  });

  it('rejects links and follows none', async () => {
    const files = filesOf(pets);
    const asked: string[] = [];
    const withLink: Files = {
      ...files,
      read: (path, most) => {
        asked.push(path);
        return files.read(path, most);
      },
      list: async (path) => {
        const answer = await files.list(path);
        if (answer.kind !== 'entries' || path !== 'pets/cat') return answer;
        return { kind: 'entries', entries: [...answer.entries, { name: 'a.png', kind: 'link' }] };
      },
    };
    expect(await refusal(withLink)).toContain('pets/cat/a.png is a link');
    expect(asked).toEqual([]);
  });
});
