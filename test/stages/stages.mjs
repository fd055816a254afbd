// @ts-check
/** The stages of `npm test`, in order: the quick ones first, so that the first failure comes soon. */

import { webGpuEnvironment } from '../provision/swiftshader.mjs';
import { provisionVSCode } from '../provision/vscode.mjs';
import { runHalves } from './f16-on-lavapipe.mjs';
import { runNpm, runTool } from './tool.mjs';
import { runVitest } from './vitest.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name what a developer types to run this stage alone
 * @property {string} title
 * @property {boolean} [needsBuild] whether it looks at the bundles
 * @property {() => Promise<import('./tool.mjs').Outcome>} run
 */

/** @type {Stage[]} */
export const stages = [
  { name: 'types', title: 'Types', run: () => runTool(['node_modules/typescript/bin/tsc', '-p', '.']) },
  {
    name: 'lint',
    title: 'Lint and format',
    run: () => runTool(['node_modules/@biomejs/biome/bin/biome', 'check', '.']),
  },
  { name: 'build', title: 'Build', run: () => runTool(['esbuild.mjs']) },
  {
    name: 'unit',
    title: 'Language, server, runtime, command line, architecture',
    needsBuild: true,
    run: async () => runVitest('unit', (await webGpu())?.variables ?? {}),
  },
  {
    name: 'kernels',
    title: 'Kernels on WebGPU, in Node and in Chromium',
    run: async () => runVitest('kernels', (await webGpu())?.variables ?? {}),
  },
  {
    name: 'halves',
    title: 'Kernels on halves, on lavapipe where the usual adapter has none',
    run: async () => runHalves(await webGpu()),
  },
  {
    name: 'extension',
    title: 'The packaged extension in a real VS Code',
    needsBuild: true,
    run: async () => {
      const vscode = await provisionVSCode();
      const packaged = await runNpm(['run', '--silent', 'package']);
      if (packaged.failed > 0) return packaged;
      return runVitest('extension', { RECEPTIVE_TEST_VSCODE: JSON.stringify(vscode) });
    },
  },
];

/** @type {ReturnType<typeof findWebGpu> | undefined} */
let found;
const webGpu = () => (found ??= findWebGpu());

/** Without an adapter the tests still run: those that need one fail and say so. */
async function findWebGpu() {
  try {
    const environment = await webGpuEnvironment();
    console.log(`WebGPU in Node: ${environment.adapter}`);
    return environment;
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    return undefined;
  }
}
