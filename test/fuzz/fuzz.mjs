// @ts-check
// `npm run fuzz -- --minutes N [--kind NAME] [--seed S]`: bundles test/fuzz/run/main.ts and runs it; the bundle is also
// its own worker.
import { loadSources } from '../../build/sources.mjs';

await loadSources('fuzz', "import './language/syntax/group-by-shim.mjs'; import './test/fuzz/run/main.js';");
