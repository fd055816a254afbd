#!/usr/bin/env node
// @ts-check
// The package's bin: runs the bundled command line, building it first in a clone where nobody has.
import { access } from 'node:fs/promises';

const bundle = new URL('../dist/cli.mjs', import.meta.url);

try {
  await access(bundle);
} catch {
  const { build, setUp } = await import('./setup.mjs');
  await setUp();
  await build();
}
await import(bundle.href);
