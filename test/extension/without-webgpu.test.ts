// VS Code without WebGPU: the panel explains why it does not train, and trains on the CPU on request.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host, Workbench } from './host/host.mjs';
import { openFile, runCommand } from './workbench/editor.js';
import { openExtension, writeJob } from './workbench/extension.js';
import { takeScreenshot } from './workbench/screenshots.js';
import { figure, stateOf, trainingPage, waitForState, watch } from './workbench/training-page.js';

let host: Host;
let workbench: Workbench;

beforeAll(async () => {
  host = await openExtension();
  writeJob(host, 'short.cnn', 2);
  workbench = await host.openWorkbench({ webgpu: false });
  await openFile(workbench.page, 'short.cnn');
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

  const recorded = await watch(frame);
  await frame.locator('#train-on-cpu').click();
  await expect.poll(async () => (await recorded()).losses.length, { timeout: 60_000 }).toBeGreaterThan(3);
  await takeScreenshot(page, 'training-on-cpu');
  await waitForState(frame, ['done'], 240_000);
  const { status, losses } = await recorded();
  expect(status.join('\n')).toContain('Training on the CPU');
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
  expect(await figure(frame, 'test-accuracy')).toBeGreaterThan(85);
});
