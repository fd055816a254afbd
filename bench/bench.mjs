// @ts-check
// `npm run bench`: installs missing packages, bundles bench/main.ts and runs it. `npm run bench -- --help` lists the
// options.
import { setUp } from '../cli/setup.mjs';

await setUp();
// Imported after set-up, because it needs the packages.
const { loadSources } = await import('../build/sources.mjs');
await loadSources('main', "import './bench/main.js';");
