// @ts-check
// Runs a tool that passes or fails (compiler, linter, build) as a stage of one test.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ passed: number, failed: number }} Counts tests of a stage
 * @typedef {Counts | { skipped: string }} Outcome counts, or why the stage has nothing to run here
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param {string[]} args a script from the project's root, and its arguments
 * @returns {Promise<Counts>} one passed or one failed; the tool's output is passed through
 */
export async function runTool(args) {
  return toCounts(await run(process.execPath, args));
}

/**
 * @param {string[]} args npm's arguments
 * @returns {Promise<Counts>} one passed or one failed
 */
export async function runNpm(args) {
  return toCounts(await run('npm', args));
}

/**
 * @param {string[]} args Node's arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export function runNode(args, env) {
  return run(process.execPath, args, env);
}

function toCounts(/** @type {number} */ code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<number>} the exit code */
function run(
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {NodeJS.ProcessEnv} */ env = process.env,
) {
  return new Promise((resolve, reject) => {
    // On Windows npm is a batch file, which only a shell starts.
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
