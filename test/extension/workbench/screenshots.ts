// Pictures of what the tests saw, for people to look at: in test/extension/screenshots, or where SCREENSHOTS says.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = process.env.SCREENSHOTS || fileURLToPath(new URL('../screenshots', import.meta.url));

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
