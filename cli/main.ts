// Entry point of the command line `cnn`: runs a command and sets the exit code.

import { escapeTerminal } from '../model/index.js';
import packageJson from '../package.json' with { type: 'json' };
import { run as check, usage as checkUsage } from './check/check.js';
import { run as exportNetwork, usage as exportUsage } from './export/export.js';
import { UsageError } from './shared/arguments.js';
import { print, printError, printFailure, watchOutput } from './shared/output.js';
import { run as summary, usage as summaryUsage } from './summary/summary.js';
import { trainingCommand } from './train/supervise.js';
import { runSupervised, run as train, usage as trainUsage } from './train/train.js';

const commands = new Map([
  ['check', { run: check, usage: checkUsage }],
  ['summary', { run: summary, usage: summaryUsage }],
  ['export', { run: exportNetwork, usage: exportUsage }],
  ['train', { run: train, usage: trainUsage }],
  // The process that `cnn train` starts.
  [trainingCommand, { run: runSupervised, usage: trainUsage }],
]);

const help = `cnn: checks, measures, trains and exports convolutional networks written in .cnn files

  cnn check FILE...   errors, warnings and advice
  cnn summary FILE    every layer's shape, weights, operations and receptive field; memory
  cnn train FILE      trains a network and tests it
  cnn export FILE     writes a network for another framework

cnn COMMAND --help lists a command's options; cnn --version prints the version.
`;

watchOutput();

process.exitCode = await main(process.argv.slice(2));

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version') return printHelp(`${packageJson.version}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return printHelp(help);
  const command = name === undefined ? undefined : commands.get(name);
  if (!command) {
    printError(name === undefined ? help : `cnn: There is no command ${escapeTerminal(name)}.\n\n${help}`);
    return 2;
  }
  if (args.includes('--help') || args.includes('-h')) return printHelp(`${command.usage}\n`);
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printFailure(error.message, `\n${command.usage}\n`);
    return 2;
  }
}

function printHelp(text: string): number {
  print(text);
  return 0;
}
