#!/usr/bin/env node
// @ts-check
// The package's bin: runs the bundled command line, building it first in a clone where nobody has since its
// sources changed.
import { build, isBuilt, setUp } from './setup.mjs';

if (!(await isBuilt())) {
  await setUp();
  await build();
}
await import(new URL('../dist/cli.mjs', import.meta.url).href);
