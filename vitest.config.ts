// Three test projects, by what they need. `npm test` runs each in its own process, with the environment variables that
// WebGPU in Node needs (test/stages).
import { defineConfig, type Plugin } from 'vitest/config';

/** `import text from './x.cnn'` is the file's text, as with esbuild's text loader. */
const cnnText: Plugin = {
  name: 'cnn-text',
  enforce: 'pre',
  transform(code, id) {
    const isCnn = id.split('?')[0]?.endsWith('.cnn');
    return isCnn ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined;
  },
};

export default defineConfig({
  plugins: [cnnText],
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Polling tests check that something happens, not how fast.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        // Needs only Node; some files read the bundles in dist/. By default vitest would leave one of two cores idle
        // and load all modules again for each file, which takes longer than the tests.
        extends: true,
        test: {
          name: 'unit',
          maxWorkers: '100%',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/runtime/backends/webgpu/on-gpu/**', 'test/extension/**'],
          globalSetup: ['test/support/temporary-folder.ts'],
          env: { RECEPTIVE_TEST_PROJECT: 'unit' },
        },
      },
      {
        // Needs a WebGPU adapter. One file at a time: a software adapter uses all cores.
        extends: true,
        test: {
          name: 'kernels',
          include: ['test/runtime/backends/webgpu/on-gpu/**/*.test.ts', 'test/runtime/backends/conformance/*.test.ts'],
          env: { RECEPTIVE_TEST_PROJECT: 'kernels' },
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        // Needs the packaged extension and a VS Code. One file at a time, to save memory.
        extends: true,
        test: {
          name: 'extension',
          include: ['test/extension/*.test.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
