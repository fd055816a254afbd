// The bundles, one for each host our code runs in, and the reason for each format.

const everywhere = {
  bundle: true,
  metafile: true,
  target: 'es2022',
  loader: { '.cnn': 'text' },
  legalComments: 'none',
  logLevel: 'warning',
  absWorkingDir: process.cwd(),
};

/** CommonJS: VS Code's extension host needs it, and an ESM server fails on dynamic `require`. */
const node = { platform: 'node', format: 'cjs', target: 'node20' };
const browser = { platform: 'browser' };

/**
 * The settings of every bundle, for esbuild.
 * @param {{ production: boolean }} options production minifies and omits source maps
 * @returns {(import('esbuild').BuildOptions & { metafile: true })[]}
 */
export function bundles({ production }) {
  const common = { ...everywhere, minify: production, sourcemap: production ? false : 'linked' };
  return [
    // The extension on the desktop, its language server and its training on the CPU, two separate processes.
    {
      ...common,
      ...node,
      entryPoints: ['client/extension.ts'],
      outfile: 'dist/extension.cjs',
      external: ['vscode'],
    },
    { ...common, ...node, entryPoints: ['server/main.ts'], outfile: 'dist/server.cjs' },
    { ...common, ...node, entryPoints: ['client/trainer/process/main.ts'], outfile: 'dist/trainer.cjs' },

    // The extension in a browser's VS Code. The host loads only CommonJS, recognised by `.cjs` since the package is of
    // type module. package.json names extension.browser.cjs; older hosts append `.js` to it, newer ones (1.139) don't,
    // so the bundle is built under both names.
    ...['extension.browser.cjs', 'extension.browser.cjs.js'].map((name) => ({
      ...common,
      ...browser,
      format: 'cjs',
      entryPoints: ['client/extension.browser.ts'],
      outfile: `dist/${name}`,
      external: ['vscode'],
    })),
    { ...common, ...browser, format: 'iife', entryPoints: ['server/worker.ts'], outfile: 'dist/server.worker.js' },

    // The training page, its style, and the worker it trains in: started from a blob, so it is one whole script.
    {
      ...common,
      ...browser,
      format: 'esm',
      entryPoints: { train: 'client/webview/training/train.ts' },
      outdir: 'dist/webview',
    },
    {
      ...common,
      ...browser,
      format: 'iife',
      entryPoints: { 'training-worker': 'client/webview/training/training-worker.ts' },
      outdir: 'dist/webview',
    },

    // The command line. `webgpu` holds a native library and may be missing; CommonJS packages inside ask for `require`.
    {
      ...common,
      ...node,
      format: 'esm',
      entryPoints: ['cli/main.ts'],
      outfile: 'dist/cli.mjs',
      external: ['webgpu'],
      banner: {
        js: [
          "import { createRequire as createRequireForBundle } from 'node:module';",
          'const require = createRequireForBundle(import.meta.url);',
        ].join(' '),
      },
    },
  ];
}
