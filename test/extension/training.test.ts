// `CNN: Train` in the workbench: LeNet-5 learns the digits on WebGPU in the panel, stops on request, and a file with
// errors is not trained.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { hoverOn, openFile, runCommand, typeOver } from './workbench/editor.js';
import { onWebGpu, openExtension, writeJob } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';
import { drawnPixels, figure, trainingPage, waitForState, watch } from './workbench/training-page.js';

const measuring = 'Measuring which GPU kernels are the fastest …';

describe('CNN: Train', () => {
  let host: Host;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await openExtension({ settings: onWebGpu });
    writeJob(host, 'short.cnn', 2);
    writeJob(host, 'long.cnn', 1000);
    workbench = await host.openWorkbench();
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.close();
  });

  test("shows the file's errors instead of training", async () => {
    const { page } = workbench;
    await openFile(page, 'lenet5.cnn');
    await typeOver(page, 'lenet5.cnn', '5x5, pad=0', '15x15, pad=0');
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await waitForState(frame, ['errors']);
    const shown = await frame.locator('#error').innerText();
    expect(shown).toContain('15x15 window');
    expect(shown).toContain('line 6');
    expect(await frame.locator('#training').isVisible()).toBe(false);
    await takeScreenshot(page, 'errors');
    await typeOver(page, 'lenet5.cnn', '15x15, pad=0', '5x5, pad=0');
  });

  test('stops at once on request', async () => {
    const { page } = workbench;
    await openFile(page, 'long.cnn');
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeGreaterThan(0);
    await frame.locator('#stop').click();
    await waitForState(frame, ['stopped'], 10_000);
    const step = await frame.locator('#place').innerText();
    await page.waitForTimeout(1_000);
    expect(await frame.locator('#place').innerText()).toBe(step);
    expect(await frame.locator('#progress').evaluate((bar) => (bar as HTMLProgressElement).position)).toBeLessThan(1);
    await takeScreenshot(page, 'stopped');
  });

  test('trains on WebGPU until the test images are read, with the loss curve in sight', async () => {
    const { page } = workbench;
    await openFile(page, 'short.cnn');
    const frame = await trainingPage(page); // the panel of the tests before, which is used again
    const recorded = await watch(frame);
    await runCommand(page, 'CNN: Train');
    await expect.poll(async () => (await recorded()).losses.length, { timeout: 60_000 }).toBeGreaterThan(3);
    expect(await drawnPixels(frame, 'loss-curve')).toBeGreaterThan(0);
    await takeScreenshot(page, 'training');

    await waitForState(frame, ['done'], 240_000);
    await takeScreenshot(page, 'trained');
    const { status, losses } = await recorded();
    expect(status.join('\n')).toContain('Training on WebGPU');
    expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
    expect(await figure(frame, 'test-accuracy')).toBeGreaterThan(85);

    // From here on memory is planned for the adapter that trained.
    await openFile(page, 'short.cnn');
    expect(await hoverOn(page, 'short.cnn', 'conv(16, 5x5')).toMatch(/planned for .+, the adapter last seen/);
  });

  test('measures kernels before it trains with receptive.tune = always', async () => {
    const { page } = workbench;
    mkdirSync(join(host.workspace, '.vscode'), { recursive: true });
    writeFileSync(join(host.workspace, '.vscode', 'settings.json'), '{ "receptive.tune": "always" }');
    await openFile(page, 'long.cnn');
    const frame = await trainingPage(page);
    const recorded = await watch(frame);
    // VS Code notices the file after a while.
    for (let tries = 0; tries < 5; tries++) {
      await runCommand(page, 'CNN: Train');
      await waitForState(frame, ['training']);
      await expect.poll(() => figure(frame, 'loss'), { timeout: 120_000 }).toBeGreaterThan(0);
      await frame.locator('#stop').click();
      await waitForState(frame, ['stopped'], 10_000);
      if ((await recorded()).status.includes(measuring)) break;
    }
    expect((await recorded()).status).toContain(measuring);
  });
});
