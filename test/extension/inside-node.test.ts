// The suite inside VS Code's Node extension host, where the desktop runs extensions.
import { runSuiteInside } from './suite.js';

await runSuiteInside(false);
