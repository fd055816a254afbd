// The language server as VS Code on the web runs it: the bundle that ships, in a worker of a real browser.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type DataCallback,
  Disposable,
  type InlayHint,
  type Message,
} from 'vscode-languageserver/node';
import { findChromium, QUIET_FLAGS } from '../provision/chromium.mjs';
import { bundle } from '../support/bundle.js';
import { lenet5 } from './support/networks.js';
import { Session } from './support/session.js';

declare const worker: Worker;

/** Messages between this test and the worker, through the page that holds it. */
class PageReader extends AbstractMessageReader {
  private callback: DataCallback | undefined;

  receive(message: Message): void {
    this.callback?.(message);
  }

  listen(callback: DataCallback): Disposable {
    this.callback = callback;
    return Disposable.create(() => {
      this.callback = undefined;
    });
  }
}

class PageWriter extends AbstractMessageWriter {
  constructor(private readonly page: Page) {
    super();
  }

  async write(message: Message): Promise<void> {
    await this.page.evaluate((posted) => worker.postMessage(posted), message);
  }

  end(): void {}
}

let server: Server;
let browser: Browser;
let session: Session;
const failures: string[] = [];

beforeAll(async () => {
  const script = await readFile(await bundle('dist/server.worker.js'));
  server = createServer(({ url }, response) => {
    response.setHeader('content-type', url === '/worker.js' ? 'text/javascript' : 'text/html');
    response.end(url === '/worker.js' ? script : '<!doctype html><title>worker</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: await findChromium(), args: QUIET_FLAGS });
  const page = await browser.newPage();
  const reader = new PageReader();
  await page.exposeFunction('received', (message: Message) => reader.receive(message));
  await page.exposeFunction('workerFailed', (message: string) => failures.push(message));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate(() => {
    const scope = globalThis as unknown as {
      worker: Worker;
      received(data: unknown): void;
      workerFailed(text: string): void;
    };
    scope.worker = new Worker('/worker.js');
    scope.worker.onmessage = ({ data }) => scope.received(data);
    scope.worker.onerror = ({ message }) => scope.workerFailed(message);
  });
  session = new Session(reader, new PageWriter(page));
  await session.initialize();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

it('answers in a browser as it does on Node', async () => {
  const uri = 'vscode-vfs://github/someone/networks/lenet5.cnn';
  await session.write(uri, lenet5);
  expect(await session.diagnostics(uri)).toEqual([]);
  const hints = (await session.inlayHints(uri)) as InlayHint[];
  expect(hints.map(({ label }) => label)).toContain('28x28x6 · rf 5');
  const hover = await session.hover(uri, { line: 2, character: 7 });
  expect(JSON.stringify(hover)).toContain('CONV5-6: [28x28x6]');
  expect(await session.compile(uri, { line: 0, character: 0 })).toMatchObject({ kind: 'ready', job: { batch: 64 } });
  await session.write(uri, `${lenet5}network Broken { input(8x8x1) -> capsule(3) }`);
  expect(await session.diagnostics(uri)).toMatchObject([{ code: 'unknown-name' }]);
  expect(failures).toEqual([]);
});
