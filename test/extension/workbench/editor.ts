// Reads and clicks in VS Code's editor.
import { errors, type Locator, type Page } from 'playwright-core';

/** Milliseconds in which the workbench answers, also on a busy machine. */
const SOON = 15_000;

/** Runs a command of the palette by the title that a person would type. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type=text]');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  // The palette closes when a page that has just appeared takes the focus.
  for (let tries = 0; tries < 4; tries++) {
    await page.keyboard.press('F1');
    if (!(await isSoonVisible(input))) continue;
    try {
      await input.fill(`>${title}`, { timeout: SOON });
      await row.waitFor({ timeout: SOON });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      continue;
    }
    return page.keyboard.press('Enter');
  }
  throw new Error(`the palette did not stay open for ${title}`);
}

/** Opens a file that lies in the workspace's folder, from the explorer. */
export async function openFile(page: Page, name: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  const line = page.locator(`${editorOf(name)} .view-line`).first();
  // A workbench that is still starting may draw the explorer again and lose the clicks.
  for (let tries = 0; tries < 4; tries++) {
    await row.dblclick();
    if (await isSoonVisible(line)) return;
  }
  await line.waitFor();
}

async function isSoonVisible(locator: Locator, timeout = SOON): Promise<boolean> {
  try {
    await locator.waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}

/** A selector for the editor of a file. */
function editorOf(name: string): string {
  return `.editor-instance .monaco-editor[data-uri$="/${name}"]`;
}

/** What an editor shows, from top to bottom, inlays included. VS Code draws spaces as non-breaking ones. */
export async function linesOf(page: Page, name: string): Promise<string[]> {
  return page.locator(`${editorOf(name)} .view-line`).evaluateAll((lines) =>
    lines
      .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text.replace(/\u00a0/g, ' ')),
  );
}

/** The characters above the red squiggles, by the geometry on the screen; one string for each squiggle. */
export async function squiggledText(page: Page, name: string): Promise<string[]> {
  return page.evaluate((editor) => {
    const lines = [...document.querySelectorAll(`${editor} .view-line`)];
    return [...document.querySelectorAll(`${editor} .squiggly-error`)].map((squiggle) => {
      const mark = squiggle.getBoundingClientRect();
      let covered = '';
      for (const line of lines) {
        const { top, bottom } = line.getBoundingClientRect();
        if (mark.top >= bottom || mark.bottom <= top) continue;
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode.textContent ?? '';
          for (let index = 0; index < text.length; index++) {
            const range = document.createRange();
            range.setStart(walker.currentNode, index);
            range.setEnd(walker.currentNode, index + 1);
            const { left, right } = range.getBoundingClientRect();
            const middle = (left + right) / 2;
            if (middle > mark.left && middle < mark.right) covered += text[index];
          }
        }
      }
      return covered.replace(/\u00a0/g, ' ');
    });
  }, editorOf(name));
}

/** The position of a text on the screen: its left edge and the middle of its line, in pixels. */
async function placeOf(page: Page, name: string, text: string): Promise<{ left: number; middle: number }> {
  const place = await page.evaluate(
    ([editor, wanted]) => {
      for (const line of document.querySelectorAll(`${editor} .view-line`)) {
        const nodes: { node: Node; start: number }[] = [];
        let whole = '';
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          nodes.push({ node: walker.currentNode, start: whole.length });
          whole += walker.currentNode.textContent ?? '';
        }
        const at = whole.replace(/\u00a0/g, ' ').indexOf(wanted);
        const holder = nodes.filter(({ start }) => start <= at).at(-1);
        if (at < 0 || holder === undefined) continue;
        const range = document.createRange();
        range.setStart(holder.node, at - holder.start);
        range.setEnd(holder.node, at - holder.start + 1);
        const { left, top, bottom } = range.getBoundingClientRect();
        return { left, middle: (top + bottom) / 2 };
      }
      return undefined;
    },
    [editorOf(name), text] as const,
  );
  if (place === undefined) throw new Error(`the editor of ${name} does not show ${text}`);
  return place;
}

/** Selects the first `before` by mouse and keyboard and types `after` over it, as a person does. */
export async function typeOver(page: Page, name: string, before: string, after: string): Promise<void> {
  await dismissHover(page);
  const { left, middle } = await placeOf(page, name, before);
  await page.mouse.click(left + 1, middle);
  for (let count = 0; count < before.length; count++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type(after, { delay: 20 });
}

/** Rests the pointer on a piece of text and reads the hover that appears. */
export async function hoverOn(page: Page, name: string, text: string): Promise<string> {
  const shown = page.locator(HOVER).first();
  // The editor asks once for each rest of the pointer, and a server that is still starting has no answer.
  for (let tries = 0; tries < 12; tries++) {
    await dismissHover(page);
    const { left, middle } = await placeOf(page, name, text);
    await page.mouse.move(left + 6, middle);
    await page.mouse.move(left + 8, middle);
    if (await isSoonVisible(shown, 5_000)) break;
  }
  await shown.waitFor();
  const parts = await page.locator(HOVER).allInnerTexts();
  return parts.join('\n').replace(/\u00a0/g, ' ');
}

const HOVER = '.monaco-hover:not(.hidden) .hover-contents';

/** Takes the pointer away, so that no hover covers the text. */
async function dismissHover(page: Page): Promise<void> {
  await page.mouse.move(1, 1);
  await page.locator(HOVER).first().waitFor({ state: 'hidden' });
}
