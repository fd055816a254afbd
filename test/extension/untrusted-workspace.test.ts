// An untrusted workspace with hostile comments, names and data: nothing is loaded, run or linked.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPng } from '../runtime/data/write-files.js';
import type { Host, Workbench } from './host/host.mjs';
import { hoverOn, openFile, runCommand, typeOver } from './workbench/editor.js';
import { openExtension } from './workbench/extension.js';
import { trainingPage, waitForState } from './workbench/training-page.js';

const hostile = `/**
 * Hostile: ![image](https://evil.example/a.png) [run](command:workbench.action.terminal.new) <b>bold</b>
 * <img src="https://evil.example/b.png" onerror="alert(1)"> <https://evil.example/c> https://evil.example/d
 */
block Evil(n) { conv(n) }
network Net { input(8x8x3) -> Evil(4) -> fc(2) }
train Net { data = folder("<img src=x onerror=alert(1)>", 8x8x3) epochs = 1 }
`;

let host: Host;
let workbench: Workbench;
/** Addresses of the hostile server that anything asked for. */
const requested: string[] = [];
const dialogs: string[] = [];

beforeAll(async () => {
  host = await openExtension({ trusted: false });
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(join(host.workspace, name, '..'), { recursive: true });
    writeFileSync(join(host.workspace, name), content);
  };
  write('hostile.cnn', hostile);
  // The tests before the training edit the other.
  write('untouched.cnn', hostile);
  for (const folder of ['a', 'b']) {
    for (const name of ['1', '2']) {
      write(`<img src=x onerror=alert(1)>/${folder}/${name}.png`, plainPng(8, 8, [1, 2, 3]));
    }
  }
  workbench = await host.openWorkbench({ webgpu: false });
  const { page } = workbench;
  page.context().on('request', (request) => {
    if (request.url().includes('evil.example')) requested.push(request.url());
  });
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await openFile(page, 'hostile.cnn');
});
afterAll(async () => {
  await workbench?.close();
  await host?.close();
});

/** What a piece of the workbench holds beside text: images, and links to anywhere. */
function loadable(selector: string): Promise<string[]> {
  return workbench.page
    .locator(`${selector} :is(img, iframe, object, script, a[href], a[data-href])`)
    .evaluateAll((elements) =>
      elements.map((element) => element.outerHTML).filter((html) => /evil|command:|onerror/.test(html)),
    );
}

test('the workspace is in Restricted Mode', async () => {
  await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ timeout: 30_000 });
});

test('a hover shows a hostile comment as the text it is', async () => {
  await expect.poll(() => hoverOn(workbench.page, 'hostile.cnn', 'Evil(4)')).toContain('![image](https://evil.example');
  expect(await hoverOn(workbench.page, 'hostile.cnn', 'Evil(4)')).toContain('<img src="https://evil.example/b.png"');
  expect(await loadable('.monaco-hover')).toEqual([]);
});

test('so do signature help and completion', async () => {
  const { page } = workbench;
  await typeOver(page, 'hostile.cnn', 'Evil(4)', 'Evil(');
  await page.locator('.parameter-hints-widget.visible .docs').waitFor();
  expect(await page.locator('.parameter-hints-widget .docs').innerText()).toContain('![image](https://evil.example');
  expect(await loadable('.parameter-hints-widget')).toEqual([]);
  await page.keyboard.press('Escape');
  for (let count = 0; count < 3; count++) await page.keyboard.press('Backspace');
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'Evil' }).first().waitFor();
  await page.keyboard.press('Control+Space');
  await page.locator('.suggest-details .docs').first().waitFor();
  expect(await page.locator('.suggest-details').innerText()).toContain('![image](https://evil.example');
  expect(await loadable('.suggest-details')).toEqual([]);
  await page.keyboard.press('Escape');
});

test('training reads none of its data, and shows its hostile name as text', async () => {
  const { page } = workbench;
  await openFile(page, 'untouched.cnn');
  await runCommand(page, 'CNN: Train');
  const frame = await trainingPage(page);
  await waitForState(frame, ['failed']);
  expect(await frame.locator('#error').innerText()).toContain('This workspace is not trusted');
  expect(await frame.locator('#job').innerText()).toContain('<img src=x onerror=alert(1)>');
  expect(await frame.locator('img').count()).toBe(0);
});

test('nothing was loaded from elsewhere, and no script of the file ran', () => {
  expect(requested).toEqual([]);
  expect(dialogs).toEqual([]);
});
