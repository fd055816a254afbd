// @ts-check
// Runs a program for a provisioning step; an error contains the command and its output.
import { spawn } from 'node:child_process';

/** Characters of a failed command's output in its error. */
const TAIL = 2000;

/**
 * @typedef {object} CommandOptions
 * @property {NodeJS.ProcessEnv} [env] the environment; this process's own by default
 * @property {string} [cwd]
 * @property {number} [timeout] milliseconds after which the program is killed; 10 minutes by default
 * @property {string} [label] when given, prints a line every 15 s
 */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} its standard output
 * @throws {Error} with the command and the end of its output, when it cannot start, fails or runs too long
 */
export function runCommand(command, args, { env = process.env, cwd, timeout = 600_000, label } = {}) {
  return new Promise((resolve, reject) => {
    const shown = [command, ...args].join(' ');
    const started = Date.now();
    const child = spawn(command, args, { env, cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    const ticker = label
      ? setInterval(() => console.log(`  ${label}: ${Math.round((Date.now() - started) / 1000)} s`), 15_000)
      : undefined;
    let output = '';
    let everything = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      everything += chunk;
    });
    child.stderr.on('data', (chunk) => {
      everything += chunk;
    });
    child.on('error', (error) => {
      clearInterval(ticker);
      reject(new Error(`\`${shown}\` could not start: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearInterval(ticker);
      if (code === 0) resolve(output);
      else reject(new Error(`\`${shown}\` ended with ${signal ?? code}:\n${everything.trim().slice(-TAIL)}`));
    });
  });
}
