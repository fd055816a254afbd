// @ts-check
// `npm test`: everything that a change must pass, on a machine with only Node and npm. `npm test -- unit kernels` runs
// only those stages. A stage runs even when one before it failed, unless it needs the build. The last line counts all
// tests; types, lint and build count as one each, a stage without tests as a failure unless it gives a reason.
import process from 'node:process';
import { setUp } from '../cli/setup.mjs';

/**
 * @typedef {import('./stages/tool.mjs').Counts} Counts
 * @typedef {import('./stages/stages.mjs').Stage} Stage
 */

/** @returns {Promise<Counts>} */
async function runStage(/** @type {Stage} */ stage) {
  console.log(`\n━━ ${stage.title} (${stage.name}) ━━`);
  const started = performance.now();
  let counts = { passed: 0, failed: 0 };
  try {
    const outcome = await stage.run();
    if ('skipped' in outcome) {
      console.log(`━━ ${stage.title}: NOT RUN. ${outcome.skipped}. ━━`);
      summaries.push(`${stage.name.padEnd(12)} not run: ${outcome.skipped}`);
      return counts;
    }
    counts = outcome;
    if (counts.passed + counts.failed === 0) throw new Error('no test was run');
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    counts.failed += 1;
  }
  const seconds = (performance.now() - started) / 1000;
  const summary = `${counts.passed} passed, ${counts.failed} failed in ${seconds.toFixed(1)} s`;
  console.log(`━━ ${stage.title}: ${summary} ━━`);
  summaries.push(`${stage.name.padEnd(12)} ${summary}`);
  return counts;
}

/** @type {string[]} */
const summaries = [];
const total = { passed: 0, failed: 0 };

try {
  await setUp();
} catch (error) {
  console.error(`The packages could not be installed, so nothing was tested: ${/** @type {Error} */ (error).message}`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { stages } = await import('./stages/stages.mjs');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No stage is called ${unknown.join(', ')}; there are: ${stages.map((stage) => stage.name).join(', ')}.`,
  );
  process.exit(2);
}

let built = true;
for (const stage of stages) {
  const isWanted = wanted.length === 0 || wanted.includes(stage.name);
  // A stage that is run alone still gets fresh bundles.
  const isNeeded = stage.name === 'build' && stages.some((other) => other.needsBuild && wanted.includes(other.name));
  if (!isWanted && !isNeeded) continue;
  if (stage.needsBuild && !built) {
    console.log(`\n━━ ${stage.title} (${stage.name}): not run, because the build failed ━━`);
    total.failed += 1;
    continue;
  }
  const counts = await runStage(stage);
  if (stage.name === 'build') built = counts.failed === 0;
  total.passed += counts.passed;
  total.failed += counts.failed;
}

console.log(`\n${summaries.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
