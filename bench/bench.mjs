// @ts-check
// `npm run bench`: sets up the packages, bundles bench/main.ts and runs it. What can be asked for: `npm run
// bench -- --help`.
import { setUp } from '../cli/setup.mjs';

await setUp();
// Only now are the packages there that this looks for.
const { loadSources } = await import('../build/sources.mjs');
await loadSources('main', "import './bench/main.js';");
