// `CNN: Train` as a person uses it: LeNet-5 learns the digits on WebGPU in the panel, stops when told, and a file with
// errors is not trained.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { openFile, runCommand, typeOver } from './workbench/editor.js';
import { openExtension } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';
import { drawnPixels, figure, trainingPage, waitForState } from './workbench/training-page.js';

const FILE = 'lenet5.cnn';

describe('CNN: Train', () => {
  let host: Host;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await openExtension();
  });
  afterAll(() => host?.close());
  beforeEach(async () => {
    workbench = await host.openWorkbench();
    await openFile(workbench.page, FILE);
  });
  afterEach(() => workbench?.close());

  test('trains on WebGPU until the test images are read, with the curves in sight', async () => {
    const { page } = workbench;
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await waitForState(frame, ['training']);
    await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeGreaterThan(0);
    const firstLoss = await figure(frame, 'loss');
    await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeLessThan(firstLoss / 2);
    expect(await drawnPixels(frame, 'loss-curve')).toBeGreaterThan(0);
    expect(await frame.locator('#status').innerText()).toContain('WebGPU');
    await takeScreenshot(page, 'training');

    await waitForState(frame, ['done'], 100_000);
    expect(await figure(frame, 'test-accuracy')).toBeGreaterThan(95);
    await takeScreenshot(page, 'trained');
  });

  test('stops at once when told to', async () => {
    const { page } = workbench;
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeGreaterThan(0);
    await frame.locator('#stop').click();
    await waitForState(frame, ['stopped'], 5_000);
    const step = await frame.locator('#place').innerText();
    await page.waitForTimeout(1_000);
    expect(await frame.locator('#place').innerText()).toBe(step);
    expect(await frame.locator('#progress').evaluate((bar) => (bar as HTMLProgressElement).position)).toBeLessThan(1);
    await takeScreenshot(page, 'stopped');
  });

  test("shows the file's errors instead of training", async () => {
    const { page } = workbench;
    await typeOver(page, FILE, '5x5, pad=0', '15x15, pad=0');
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await waitForState(frame, ['errors']);
    const shown = await frame.locator('#error').innerText();
    expect(shown).toContain('15x15');
    expect(shown).toContain('line 6');
    await takeScreenshot(page, 'errors');
  });
});
