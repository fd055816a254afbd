// A VS Code without WebGPU: the panel says so and what to do, trains nothing by itself, and on the CPU when asked.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { openFile, runCommand } from './workbench/editor.js';
import { openExtension } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';
import { figure, stateOf, trainingPage, waitForState } from './workbench/training-page.js';

const FILE = 'lenet5.cnn';
let host: Host;
let workbench: Workbench;

beforeAll(async () => {
  host = await openExtension();
  workbench = await host.openWorkbench({ webgpu: false });
  await openFile(workbench.page, FILE);
});
afterAll(async () => {
  await workbench?.close();
  await host?.close();
});

test('the panel says why it does not train, and trains on the CPU when asked', async () => {
  const { page } = workbench;
  await runCommand(page, 'CNN: Train');
  const frame = await trainingPage(page);
  await waitForState(frame, ['no-webgpu']);
  expect(await frame.locator('#no-webgpu').innerText()).toContain('WebGPU');
  await page.waitForTimeout(1_000);
  expect(await stateOf(frame)).toBe('no-webgpu');
  await takeScreenshot(page, 'no-webgpu');

  await frame.locator('#train-on-cpu').click();
  await waitForState(frame, ['training']);
  await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeGreaterThan(0);
  const firstLoss = await figure(frame, 'loss');
  await expect.poll(() => figure(frame, 'loss'), { timeout: 60_000 }).toBeLessThan(firstLoss / 2);
  expect(await frame.locator('#status').innerText()).toContain('CPU');
  await takeScreenshot(page, 'training-on-cpu');
  await waitForState(frame, ['done'], 100_000);
  expect(await figure(frame, 'test-accuracy')).toBeGreaterThan(95);
});
