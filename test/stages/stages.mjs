// @ts-check
// The stages of `npm test`, the fastest first.

import { webGpuEnvironment } from '../provision/swiftshader.mjs';
import { provisionVSCode } from '../provision/vscode.mjs';
import { runF16Tests } from './f16-on-lavapipe.mjs';
import { runNpm, runTool } from './tool.mjs';
import { runVitest } from './vitest.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name the argument that runs this stage alone
 * @property {string} title
 * @property {boolean} [needsBuild] whether it reads the bundles
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
    name: 'f16',
    title: 'Kernels with f16 storage, on lavapipe where the usual adapter has no f16',
    run: async () => runF16Tests(await webGpu()),
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

/** Without an adapter the tests run anyway: those that need one fail. */
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
