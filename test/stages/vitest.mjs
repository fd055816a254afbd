// @ts-check
/** Runs one vitest project as a stage, and counts its tests from vitest's own JSON report. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './tool.mjs';

/**
 * @param {string} project a project's name in vitest.config.ts
 * @param {Record<string, string>} variables what the tests' environment gets on top of this process's own
 * @returns {Promise<import('./tool.mjs').Counts>} a file that could not be loaded counts as one failed test, and so
 *   does a run that ends in failure with no failed test (an error outside any test)
 * @throws {Error} when vitest leaves no report
 */
export async function runVitest(project, variables) {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters];
    const code = await runNode(args, { ...process.env, ...variables });
    const counts = countTests(JSON.parse(readFileSync(file, 'utf8')));
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} FileReport
 * @param {{ testResults: FileReport[] }} report
 */
function countTests(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const count = (/** @type {string} */ status) => tests.filter((test) => test.status === status).length;
  return { passed: count('passed'), failed: count('failed') + unloaded.length };
}
