#!/usr/bin/env node
// @ts-check
// The package's bin: runs the bundled command line; in a clone, builds it first where its sources have changed.
import { build, isBuilt, setUp } from './setup.mjs';

if (!(await isBuilt())) {
  await setUp();
  await build();
}
await import(new URL('../dist/cli.mjs', import.meta.url).href);
