// `cnn export`: its files, and every way to fail.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensors } from '../../../export/weights/safetensors.js';
import { cnn, filesIn } from '../command.js';

const small = 'network Small { input(4x4x2) -> conv(3) -> relu -> fc(2) }';

test('weights: those that a training begins with, then those of the file', async () => {
  const folder = await filesIn({ 'a.cnn': small });
  const [file, first, second] = ['a.cnn', 'first.safetensors', 'second.safetensors'].map((name) => join(folder, name));
  const drawn = await cnn('export', file, '--to', 'weights', '-o', first);
  expect(drawn).toMatchObject({ code: 0, stderr: '' });
  expect(drawn.stdout).toMatch(/first\.safetensors: \d/);
  const { tensors, metadata } = readSafetensors(readFileSync(first));
  expect(tensors.map(({ name }) => name)).toEqual(['conv.weight', 'conv.bias', 'fc.weight', 'fc.bias']);
  expect(metadata).toEqual({ format: 'receptive-weights', version: '1', network: 'Small', layout: 'ours' });

  const again = ['--weights', first, '--layout', 'torch', '--out', second];
  expect(await cnn('export', file, '--to', 'weights', ...again)).toMatchObject({ code: 0 });
  expect(readSafetensors(readFileSync(second)).tensors[0].shape).toEqual([3, 2, 3, 3]);
  expect(readdirSync(folder).sort()).toEqual(['a.cnn', 'first.safetensors', 'second.safetensors']);
});

test('a wrong option, a network with an error, a folder that is missing', async () => {
  const folder = await filesIn({
    'a.cnn': small,
    'wrong.cnn': 'network Wrong { input(4x4x2) -> conv(3, 9x9, pad=0) }',
  });
  const file = join(folder, 'a.cnn');
  expect(await cnn('export', file)).toMatchObject({ code: 2, stderr: expect.stringContaining('Choose a format') });
  const unknown = await cnn('export', file, '--to', 'pickle');
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('--to takes one of') });
  const wrong = await cnn('export', join(folder, 'wrong.cnn'), '--to', 'weights');
  expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('window') });
  const missing = await cnn('export', file, '--to', 'weights', '-o', join(folder, 'none', 'x.safetensors'));
  expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such folder') });
  expect(readdirSync(folder).sort()).toEqual(['a.cnn', 'wrong.cnn']);
});

test('weights that cannot be used', async () => {
  const folder = await filesIn({
    'a.cnn': small,
    'model.pt': Uint8Array.of(0x50, 0x4b, 3, 4),
    'noise.safetensors': new Uint8Array(100).fill(200),
  });
  const withWeights = (name: string) =>
    cnn('export', join(folder, 'a.cnn'), '--to', 'weights', '--weights', join(folder, name), '-o', join(folder, 'o'));
  expect(await withWeights('model.pt')).toMatchObject({ code: 2, stderr: expect.stringContaining('save_file') });
  expect(await withWeights('noise.safetensors')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is not a safetensors file'),
  });
  expect(await withWeights('none')).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no file') });
  expect(readdirSync(folder)).not.toContain('o');
});
