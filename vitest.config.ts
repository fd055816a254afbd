// How vitest runs the tests: three projects, by what they need. `npm test` runs each in a process of its own,
// with the environment that WebGPU in Node wants (see test/stages).
import { defineConfig, type Plugin } from 'vitest/config';

/** `import text from './x.cnn'` gives the file's text, as esbuild's text loader does in the bundles. */
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
    // What is waited for comes; how soon is not what a test asks.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        // Needs nothing but Node; some files look at the bundles in dist/. By itself vitest would leave one core of two
        // idle and load every module anew for each file, which takes longer than the tests.
        extends: true,
        test: {
          name: 'unit',
          maxWorkers: '100%',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/runtime/backends/webgpu/on-gpu/**', 'test/extension/**'],
          globalSetup: ['test/support/temporary-folder.ts'],
        },
      },
      {
        // Needs a WebGPU adapter. One file at a time: a software adapter takes every core for itself.
        extends: true,
        test: {
          name: 'kernels',
          include: ['test/runtime/backends/webgpu/on-gpu/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
      {
        // Needs the packaged extension and a VS Code, which is more than enough for one machine at a time.
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
