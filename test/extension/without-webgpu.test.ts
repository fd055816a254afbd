// VS Code without WebGPU: the panel trains on the CPU, in a process of the extension, which may be stopped, killed and
// resumed; the panel may be hidden and loaded again meanwhile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { openFile, runCommand } from './workbench/editor.js';
import { openExtension, writeJob } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';
import { figure, stateOf, stepOf, trainingPage, waitForState, watch } from './workbench/training-page.js';
import { trainingProcesses } from './workbench/training-process.js';

describe('CNN: Train without WebGPU', () => {
  let host: Host;
  let workbench: Workbench;

  beforeAll(async () => {
    host = await openExtension();
    writeJob(host, 'short.cnn', 2);
    writeJob(host, 'long.cnn', 100_000);
    workbench = await host.openWorkbench({ webgpu: false });
  });
  afterAll(async () => {
    await workbench?.close();
    await host?.close();
  });

  /** Waits until the training has gone on for some steps. */
  async function goesOn(frame: Frame): Promise<void> {
    const step = await stepOf(frame);
    await expect.poll(() => stepOf(frame), { timeout: 60_000 }).toBeGreaterThan(step + 5);
  }

  test('trains on the CPU at once, in a process of its own, and says why', async () => {
    const { page } = workbench;
    await openFile(page, 'long.cnn');
    await runCommand(page, 'CNN: Train');
    const frame = await trainingPage(page);
    await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeGreaterThan(0);
    expect(trainingProcesses(host)).toHaveLength(1);
    const status = await frame.locator('#status').innerText();
    expect(status).toContain('Training on the CPU');
    expect(status).toContain('WebGPU');
    await goesOn(frame);
    await takeScreenshot(page, 'training-on-cpu');
  });

  test('draws nothing while its tab is hidden, and catches up', async () => {
    const { page } = workbench;
    const frame = await trainingPage(page);
    const recorded = await watch(frame);
    await page.locator('.tab', { hasText: 'LeNet5' }).click();
    await openFile(page, 'vgg.cnn');
    // The page learns some time later that it is hidden; by then it draws twice a second.
    const drawings = async () => (await recorded()).losses.length;
    await expect
      .poll(
        async () => {
          const before = await drawings();
          await page.waitForTimeout(3_000);
          return (await drawings()) - before;
        },
        { timeout: 90_000 },
      )
      .toBe(0);
    const step = await stepOf(frame);
    await page.locator('.tab', { hasText: 'LeNet5' }).click();
    await expect.poll(() => stepOf(frame), { timeout: 60_000 }).toBeGreaterThan(step);
  });

  test('goes on when its page is loaded again, which catches up', async () => {
    const { page } = workbench;
    const before = await trainingPage(page);
    const step = await stepOf(before);
    const [process] = trainingProcesses(host);
    await runCommand(page, 'Developer: Reload Webviews');
    // Until it is gone, the page from before would be found again.
    await expect.poll(() => before.isDetached(), { timeout: 60_000 }).toBe(true);
    await expect.poll(async () => stepOf(await trainingPage(page)), { timeout: 60_000 }).toBeGreaterThan(step);
    const frame = await trainingPage(page);
    expect(await stateOf(frame)).toBe('training');
    await goesOn(frame);
    expect(trainingProcesses(host)).toEqual([process]);
  });

  test('stops on request, and goes on when it is resumed', async () => {
    const { page } = workbench;
    const frame = await trainingPage(page);
    await frame.locator('#stop').click();
    await waitForState(frame, ['stopped'], 10_000);
    await expect.poll(() => trainingProcesses(host)).toEqual([]);
    const step = await stepOf(frame);
    await page.waitForTimeout(1_000);
    expect(await stepOf(frame)).toBe(step);
    await takeScreenshot(page, 'stopped-on-cpu');
    await frame.locator('#resume').click();
    await waitForState(frame, ['training']);
    await goesOn(frame);
    expect(await frame.locator('#status').innerText()).toContain('Training resumed after step');
  });

  test('says why a process ended by itself, and goes on when it is resumed', async () => {
    const { page } = workbench;
    const frame = await trainingPage(page);
    const [pid] = trainingProcesses(host);
    process.kill(pid, 'SIGKILL');
    await waitForState(frame, ['failed'], 10_000);
    const error = await frame.locator('#error').innerText();
    expect(error).toContain('ended by itself (SIGKILL)');
    expect(error).toMatch(/Resume goes on after step \d+/);
    const step = await stepOf(frame);
    await takeScreenshot(page, 'process-ended');
    await frame.locator('#resume').click();
    await waitForState(frame, ['training']);
    await expect.poll(() => stepOf(frame), { timeout: 120_000 }).toBeGreaterThan(step);
    expect(await frame.locator('#status').innerText()).toContain('Training resumed after step');
    expect(trainingProcesses(host)).toHaveLength(1);
  });

  test('ends its process when another training starts, and learns', async () => {
    const { page } = workbench;
    const frame = await trainingPage(page);
    const recorded = await watch(frame);
    const before = trainingProcesses(host);
    await openFile(page, 'short.cnn');
    await runCommand(page, 'CNN: Train');
    await expect.poll(() => trainingProcesses(host).some((pid) => before.includes(pid))).toBe(false);
    await waitForState(frame, ['done'], 240_000);
    const { losses } = await recorded();
    expect(losses.at(-1)).toBeLessThan(1);
    expect(await figure(frame, 'test-accuracy')).toBeGreaterThan(85);
    await expect.poll(() => trainingProcesses(host)).toEqual([]);
  });

  test('explains why it does not train with receptive.backend = webgpu', async () => {
    const { page } = workbench;
    mkdirSync(join(host.workspace, '.vscode'), { recursive: true });
    writeFileSync(join(host.workspace, '.vscode', 'settings.json'), '{ "receptive.backend": "webgpu" }');
    const frame = await trainingPage(page);
    // VS Code notices the file after a while.
    await expect
      .poll(
        async () => {
          await runCommand(page, 'CNN: Train');
          await waitForState(frame, ['training', 'no-webgpu']);
          await page.waitForTimeout(1_000);
          return stateOf(frame);
        },
        { timeout: 60_000 },
      )
      .toBe('no-webgpu');
    expect(await frame.locator('#no-webgpu').innerText()).toContain('WebGPU');
    await takeScreenshot(page, 'no-webgpu');
    await frame.locator('#train-on-cpu').click();
    await waitForState(frame, ['training']);
  });

  test('ends its process when its panel is closed', async () => {
    const { page } = workbench;
    await expect.poll(() => trainingProcesses(host), { timeout: 20_000 }).toHaveLength(1);
    await page.locator('.tab', { hasText: 'LeNet5' }).click();
    await runCommand(page, 'View: Close Editor');
    await expect.poll(() => trainingProcesses(host)).toEqual([]);
  });
});
