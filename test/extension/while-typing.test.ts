// The editor as rendered: inlay hints of LeNet-5, a hover, and the squiggle under a wrong size.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { hoverOn, linesOf, openFile, squiggledText, typeOver } from './workbench/editor.js';
import { openExtension } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';

const FILE = 'lenet5.cnn';

describe('an example in the editor', () => {
  let host: Host;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await openExtension();
    workbench = await host.openWorkbench();
    await openFile(workbench.page, FILE);
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.close();
  });

  const lines = async () => (await linesOf(workbench.page, FILE)).join('\n');
  const squiggles = () => squiggledText(workbench.page, FILE);

  test('shows shapes and receptive fields between the layers', async () => {
    await expect.poll(lines, { timeout: 30_000 }).toContain('28x28x6 · rf 5');
    const text = await lines();
    expect(text).toMatch(/-> conv\(6, 5x5\) *28x28x6 · rf 5 *-> relu -> maxpool\(2\) *14x14x6 · rf 6/);
    expect(text).toMatch(/-> conv\(16, 5x5, pad=0\) *10x10x16 · rf 14 *-> relu -> maxpool\(2\) *5x5x16 · rf 16/);
    expect(text).toMatch(/-> fc\(120\) *120 *-> relu -> fc\(84\) *84 *-> relu -> fc\(10\) *10/);
    expect(await squiggles()).toEqual([]);
    await takeScreenshot(workbench.page, 'inlays');
  });

  test('shows a code lens above the training job', async () => {
    await workbench.page.locator('.codelens-decoration', { hasText: 'Train' }).waitFor();
  });

  test("shows the textbook's row when the pointer rests on a layer", async () => {
    const hover = await hoverOn(workbench.page, FILE, 'conv(16, 5x5');
    expect(hover).toContain('[10x10x16]');
    expect(hover).toContain('(5*5*6)*16 = 2');
    await takeScreenshot(workbench.page, 'hover');
  });

  test('underlines the very characters of a wrong size, and clears when it is corrected', async () => {
    await typeOver(workbench.page, FILE, '5x5, pad=0', '15x15, pad=0');
    await expect.poll(squiggles, { timeout: 10_000 }).toEqual(['15x15']);
    await takeScreenshot(workbench.page, 'wrong-size');
    expect(await hoverOn(workbench.page, FILE, '15x15')).toMatch(/15x15 window.*14x14/);
    await takeScreenshot(workbench.page, 'wrong-size-hover');

    await typeOver(workbench.page, FILE, '15x15, pad=0', '5x5, pad=0');
    await expect.poll(squiggles, { timeout: 10_000 }).toEqual([]);
    await takeScreenshot(workbench.page, 'mended');
  });
});
