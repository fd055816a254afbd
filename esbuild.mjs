// Builds everything that runs outside a test into dist/: `node esbuild.mjs [--production] [--watch]`.
// build/bundles.mjs lists the bundles.
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { copyDigits } from './build/assets.mjs';
import { bundles } from './build/bundles.mjs';
import { writeNotices } from './build/notices.mjs';
import { watchReporter } from './build/watch.mjs';

const { values: options } = parseArgs({
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});

const started = performance.now();
const settings = bundles({ production: options.production });
try {
  if (options.watch) {
    const watched = { logLevel: 'silent', plugins: [watchReporter()] };
    const contexts = await Promise.all(settings.map((bundle) => esbuild.context({ ...bundle, ...watched })));
    await Promise.all([copyDigits(), ...contexts.map((context) => context.watch())]);
    console.log('Watching for changes; stop with Ctrl-C.');
  } else {
    await copyDigits();
    const results = await Promise.all(settings.map((bundle) => esbuild.build(bundle)));
    await writeNotices(results.map((result) => result.metafile));
    console.log(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
} catch (error) {
  // esbuild has already printed its own errors.
  if (!Array.isArray(error?.errors)) console.error(error);
  console.error('The build failed.');
  process.exitCode = 1;
}
