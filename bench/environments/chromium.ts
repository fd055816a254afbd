// Chromium on SwiftShader: a new browser with a new profile and one page for every task; nothing from the network.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium, QUIET_FLAGS } from '../../test/provision/chromium.mjs';
import type {} from '../worker/page.js';
import { type Environment, type Worker, within } from './environment.js';

const document =
  '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="work.js"></script>';
/** Timestamps in nanoseconds instead of steps of 0.1 ms. */
const TIMING_FLAGS = ['--disable-dawn-features=timestamp_quantization'];

export async function chromiumEnvironment(): Promise<Environment> {
  const executablePath = await findChromium();
  const args = [...CHROMIUM_FLAGS, ...QUIET_FLAGS, ...TIMING_FLAGS];
  const launch = () => chromium.launch({ executablePath, args });
  const browser = await launch();
  const version = browser.version();
  await browser.close();
  return {
    key: 'chromium',
    title: `Chromium ${version}, SwiftShader`,
    target: 'page',
    async open(bundle) {
      const launched = await launch();
      try {
        return await startWorker(launched, readFileSync(bundle));
      } catch (error) {
        await launched.close();
        throw error;
      }
    },
  };
}

/** Loads the script into a page of the browser. */
async function startWorker(browser: Browser, script: Buffer): Promise<Worker> {
  // WebGPU needs a secure context: localhost is one, a file is not.
  const server = createServer(({ url }, response) => {
    const isScript = url === '/work.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : document);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on('pageerror', (error) => failures.push(error.message));
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'answer' in window, undefined, { timeout: 20_000 });
  } catch (error) {
    throw new Error(failures[0] ?? (error as Error).message);
  } finally {
    server.close();
  }
  return {
    async ask(request, limit) {
      const answer = page
        .evaluate((sent) => window.answer(sent), request)
        .catch((error) => {
          // Playwright repeats the page's stack; the first line is the message.
          throw new Error((error as Error).message.split('\n')[0].replace(/^page\.evaluate: /, ''));
        });
      return (await within(limit, answer)) as never;
    },
    close: () => browser.close(),
  };
}
