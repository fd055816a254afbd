// @ts-check
// Runs one vitest project as a stage, and counts its tests from vitest's JSON report.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from './tool.mjs';

/**
 * @param {string} project a project's name in vitest.config.ts
 * @param {Record<string, string>} variables environment variables on top of this process's own
 * @param {string[]} [files] parts of paths: runs only these files
 * @returns {Promise<import('./tool.mjs').Counts>} a file that fails without a failed test counts as one failure,
 *   and so does a run that fails outside any file
 * @throws {Error} when vitest writes no report
 */
export async function runVitest(project, variables, files = []) {
  const folder = mkdtempSync(join(tmpdir(), 'receptive-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, ...reporters, ...files];
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
function countTests({ testResults: files }) {
  const count = (/** @type {FileReport} */ file, /** @type {string} */ status) =>
    file.assertionResults.filter((test) => test.status === status).length;
  // A file can fail without a failed test: when it or its set-up does not load.
  const broken = files.filter((file) => file.status === 'failed' && count(file, 'failed') === 0);
  const total = (/** @type {string} */ status) => files.reduce((sum, file) => sum + count(file, status), 0);
  return { passed: total('passed'), failed: total('failed') + broken.length };
}
