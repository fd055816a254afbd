// The suite inside the browser's worker extension host, where there is no Node: the extension's `browser` entry.
import { runSuiteInside } from './suite.js';

await runSuiteInside(true);
