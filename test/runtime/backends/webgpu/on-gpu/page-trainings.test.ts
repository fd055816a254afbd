// Whole networks trained on WebGPU in a real page in Chromium, against figures made elsewhere. The page gets nothing
// but the bundled runtime, which shows that it needs no Node.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM_FLAGS, findChromium, QUIET_FLAGS } from '../../../../provision/chromium.mjs';
import { testTrainings } from './support/expected-trainings.js';

const document = `<!doctype html><meta charset="utf-8"><title>trainings</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'none'">
<script type="module" src="page.js"></script>`;

let server: Server | undefined;
let browser: Browser | undefined;
let page: Page;

beforeAll(async () => {
  const bundle = await build({
    entryPoints: [fileURLToPath(new URL('support/page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  const script = bundle.outputFiles[0].text;
  // WebGPU wants a secure context: a page of this machine's own is one, a file is not.
  server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : document);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS, ...QUIET_FLAGS],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'trainingPage' in window);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe('in a page', () => {
  test('there is an adapter', async () => {
    expect(await page.evaluate(() => window.trainingPage.adapter())).not.toBe('');
  });

  testTrainings(() => ({
    train: (request) => page.evaluate((sent) => window.trainingPage.train(sent), request),
    trainGolden: (index) => page.evaluate((sent) => window.trainingPage.trainGolden(sent), index),
    losses: 3,
    trainLosing: (times) => page.evaluate((sent) => window.trainingPage.trainLosing(sent), times),
  }));
});
