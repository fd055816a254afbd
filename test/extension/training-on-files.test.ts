// The user's data sets in the panel: read through VS Code's file system, sent in chunks, trained on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npy, plainPng, zip } from '../runtime/data/write-files.js';
import type { Host, Workbench } from './host/host.mjs';
import { openFile, runCommand } from './workbench/editor.js';
import { onWebGpu, openExtension } from './workbench/extension.js';
import { figure, stateOf, trainingPage, waitForState } from './workbench/training-page.js';

const network = (data: string) => `network Small { input(8x8x1) -> conv(4) -> relu -> global_avgpool -> fc(2) }
train Small { data = ${data}  augment = normalise  optimizer = adam(lr=0.03)  batch = 8  epochs = 12 }
`;

describe('CNN: Train on files', () => {
  let host: Host;
  let workbench: Workbench;
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(host.workspace, name)), { recursive: true });
    writeFileSync(join(host.workspace, name), content);
  };

  beforeAll(async () => {
    host = await openExtension({ settings: onWebGpu });
    for (let index = 0; index < 40; index++) {
      const [folder, value] = index % 2 === 0 ? ['dark', 2 * index] : ['light', 160 + 2 * index];
      write(`photos/${folder}/${index}.png`, plainPng(12, 9, [value, value, value]));
    }
    write('photos.cnn', network('folder("photos", 8x8x1)'));
    write('missing.cnn', network('folder("nowhere", 8x8x1)'));
    // 6.4 MB, as they are: four pieces.
    const count = 25_000;
    const x = npy(
      '<f4',
      [count, 8, 8],
      new Uint8Array(Float32Array.from({ length: count * 64 }, (_, i) => (i >> 6) % 2).buffer),
    );
    const few = npy(
      '|u1',
      [2, 8, 8],
      Uint8Array.from({ length: 128 }, (_, i) => i >> 6),
    );
    const labels = (length: number) =>
      npy(
        '|u1',
        [length],
        Uint8Array.from({ length }, (_, i) => i % 2),
      );
    const arrays = { 'x_train.npy': x, 'y_train.npy': labels(count), 'x_test.npy': few, 'y_test.npy': labels(2) };
    write('arrays.npz', zip(arrays, { packed: false }));
    write(
      'arrays.cnn',
      network('npz("arrays.npz")').replace('epochs = 12', 'epochs = 1').replace('batch = 8', 'batch = 500'),
    );
    workbench = await host.openWorkbench();
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.close();
  });

  /** Trains the file and gives the page's frame once the training is in one of these states. */
  async function train(name: string, data: string, states: readonly string[]) {
    await openFile(workbench.page, name);
    await runCommand(workbench.page, 'CNN: Train');
    const frame = await trainingPage(workbench.page);
    await frame.waitForFunction((said) => document.getElementById('job')?.innerText.includes(said), data, {
      timeout: 30_000,
    });
    await waitForState(frame, states, 120_000);
    return frame;
  }

  test('learns from a folder of images', async () => {
    const frame = await train('photos.cnn', 'photos', ['done', 'failed']);
    expect(await stateOf(frame)).toBe('done');
    expect(await figure(frame, 'test-accuracy')).toBe(100);
  });

  test('says which folder is missing', async () => {
    const frame = await train('missing.cnn', 'nowhere', ['failed']);
    expect(await frame.locator('#error').innerText()).toContain('There is no folder nowhere');
  });

  test('learns from a file sent in chunks', async () => {
    const frame = await train('arrays.cnn', 'arrays', ['done', 'failed']);
    expect(await stateOf(frame)).toBe('done');
    expect(await frame.locator('#job').innerText()).toContain('npz("arrays.npz")');
  });
});
