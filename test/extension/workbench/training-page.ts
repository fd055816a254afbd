// The training page inside VS Code's webview: its frame, its state and its figures.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/** Waits for the webview's inner frame, which VS Code fills with the extension's page. */
export async function trainingPage(page: Page, patience = 30_000): Promise<Frame> {
  const deadline = Date.now() + patience;
  for (;;) {
    for (const frame of page.frames()) {
      if (await hasTrainingPage(frame)) return frame;
    }
    if (Date.now() > deadline) throw new Error(`no training page among ${page.frames().map((frame) => frame.url())}`);
    await sleep(100);
  }
}

async function hasTrainingPage(frame: Frame): Promise<boolean> {
  try {
    return (await frame.locator('body[data-state]').count()) > 0;
  } catch {
    return false; // the frame has gone while it was looked at
  }
}

export function stateOf(frame: Frame): Promise<string | undefined> {
  return frame.evaluate(() => document.body.dataset.state);
}

/**
 * Waits for one of the states.
 * @throws an error with all that the page says, when it is in none of them in time
 */
export async function waitForState(frame: Frame, states: readonly string[], patience = 120_000): Promise<string> {
  try {
    await frame.waitForFunction((wanted) => wanted.includes(document.body.dataset.state ?? ''), states, {
      timeout: patience,
    });
  } catch {
    const text = await frame.locator('body').innerText();
    throw new Error(`the page is ${await stateOf(frame)}, not ${states.join(' or ')}; it says:\n${text}`);
  }
  return (await stateOf(frame)) ?? '';
}

/** A figure of the page (`loss`, `accuracy`, ...) as a number; NaN while there is none. */
export async function figure(frame: Frame, id: string): Promise<number> {
  return Number.parseFloat((await frame.locator(`#${id}`).innerText()).replace(/,/g, ''));
}

/** The step that the page says the training is at; 0 while it says none. */
export async function stepOf(frame: Frame): Promise<number> {
  const place = await frame.locator('#place').innerText();
  return Number(place.match(/step ([\d,]+) of/)?.[1].replace(/,/g, '') ?? 0);
}

/** How many pixels of a chart's canvas are not blank: a curve is drawn, or it is not. */
export function drawnPixels(frame: Frame, chart: string): Promise<number> {
  return frame.locator(`#${chart} canvas`).evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const context = (canvas as HTMLCanvasElement).getContext('2d');
    const { data } = context!.getImageData(0, 0, width, height);
    let drawn = 0;
    for (let index = 3; index < data.length; index += 4) if (data[index] !== 0) drawn++;
    return drawn;
  });
}

/** What the page has shown while it was watched, each change once and in order. */
export interface Record {
  readonly status: readonly string[];
  readonly losses: readonly number[];
}

/** Watches the page from now on, so that a training too quick for a test to follow is still seen whole. */
export async function watch(frame: Frame): Promise<() => Promise<Record>> {
  const record = await frame.evaluateHandle(() => {
    const seen = { status: [] as string[], losses: [] as number[] };
    const follow = (id: string, note: (text: string) => void) => {
      const node = document.getElementById(id)!;
      const options = { childList: true, characterData: true, subtree: true };
      new MutationObserver(() => note(node.textContent ?? '')).observe(node, options);
    };
    follow('status', (text) => seen.status.push(text));
    follow('loss', (text) => {
      const loss = Number.parseFloat(text);
      if (!Number.isNaN(loss)) seen.losses.push(loss);
    });
    return seen;
  });
  return () => record.jsonValue();
}
