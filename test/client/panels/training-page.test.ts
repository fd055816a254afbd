// The training page's document: its content security policy and the ids its script uses.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trainingPage } from '../../../client/panels/training/training-page.js';

const page = trainingPage({
  cspSource: 'https://webview.example',
  nonce: 'n0nce',
  url: (...path) => ['https://webview.example/dist', ...path].join('/'),
});

it("allows the extension's resources only", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'nonce-n0nce' 'wasm-unsafe-eval'",
    'style-src https://webview.example',
    'connect-src https://webview.example',
    'worker-src blob:',
  ]);
  expect(page).toContain('data-files="https://webview.example/dist/"');
  expect(page.match(/<script\b/g)).toHaveLength(1);
  expect(page).toContain('<script type="module" nonce="n0nce" src="https://webview.example/dist/webview/train.js">');
  expect(page).not.toMatch(/\sstyle=|\son\w+=|<style/);
});

it('has every element that its script uses', () => {
  const scripts = ['training/train', 'training/state', 'training/progress', 'shared/announcer'].map((name) =>
    readFileSync(`client/webview/${name}.ts`, 'utf8'),
  );
  const asked = scripts.flatMap((script) => [...script.matchAll(/\b(?:element(?:<\w+>)?|write)\('([\w-]+)'/g)]);
  expect(asked.length).toBeGreaterThan(15);
  for (const [, id] of asked) expect(page).toContain(`id="${id}"`);
});
