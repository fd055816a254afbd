// `npm run fuzz`: all kinds in turns until the time is over, then what was counted; exit code 1 if anything failed.

import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { type Answer, type Failure, signatureOf, type Verdict } from '../judge.js';
import type { AnyKind } from '../kind.js';
import { kinds } from '../kinds/index.js';
import { caseRandom } from '../random.js';
import { readFinding, saveFinding } from './findings.js';
import { Runner } from './runner.js';
import { serveTasks } from './serve-tasks.js';

const usage = `npm run fuzz -- [--minutes N] [--kind NAME]... [--seed S]   fuzz; 5 minutes of all kinds by default
npm run fuzz -- --kind NAME --seed S --case N                one case again
npm run fuzz -- --replay FOLDER                              the input of a finding again
kinds: ${kinds.map(({ name }) => name).join(', ')}`;

/** Milliseconds of one kind before the next one has its turn. */
const turn = 2_000;

/** Not in the repository. */
const findingsFolder = 'dist/fuzz';

interface Tally {
  readonly kind: AnyKind;
  cases: number;
  failures: number;
  longest: Answer;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      kind: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      case: { type: 'string' },
      replay: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const chosen = kinds.filter(({ name }) => values.kind.length === 0 || values.kind.includes(name));
  const [minutes, seed, number] = [values.minutes, values.seed, values.case ?? '0'].map(Number);
  const unknown = values.kind.filter((name) => !kinds.some((kind) => kind.name === name));
  if (values.help || unknown.length > 0 || !(minutes > 0) || !Number.isInteger(seed) || !Number.isInteger(number)) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const runner = new Runner(new URL(import.meta.url));
  try {
    if (values.replay !== undefined) return report(await runner.run(readFinding(values.replay)));
    if (values.case !== undefined) return report(await runner.run({ kind: chosen[0].name, seed, number }));
    return await fuzz({ chosen, minutes, seed, runner });
  } finally {
    await runner.stop();
  }
}

function report({ failure, longest }: Verdict): number {
  console.log(failure ? `${failure.kind}: ${failure.message}` : 'Nothing failed.');
  console.log(`Longest answer: ${longest.milliseconds.toFixed(0)} ms (${longest.what}).`);
  return failure ? 1 : 0;
}

interface Run {
  readonly chosen: readonly AnyKind[];
  readonly minutes: number;
  readonly seed: number;
  readonly runner: Runner;
}

async function fuzz({ chosen, minutes, seed, runner }: Run): Promise<number> {
  console.log(`Fuzzing for ${minutes} min with --seed ${seed}.`);
  const tallies = chosen.map((kind): Tally => {
    return { kind, cases: 0, failures: 0, longest: { what: 'nothing', milliseconds: 0 } };
  });
  const seen = new Set<string>();
  const end = performance.now() + minutes * 60_000;
  while (performance.now() < end) {
    for (const tally of tallies) {
      const turnEnd = Math.min(end, performance.now() + turn);
      while (performance.now() < turnEnd) {
        const number = tally.cases++;
        const { failure, longest } = await runner.run({ kind: tally.kind.name, seed, number });
        if (longest.milliseconds > tally.longest.milliseconds) tally.longest = longest;
        if (!failure) continue;
        tally.failures++;
        const signature = `${tally.kind.name} ${signatureOf(failure)}`;
        if (seen.has(signature)) continue;
        seen.add(signature);
        await announce({ kind: tally.kind, seed, number, failure }, runner);
      }
    }
  }
  printTallies(tallies, runner.peak);
  console.log(seen.size === 0 ? 'Nothing failed.' : `${seen.size} different failures: see ${findingsFolder}/.`);
  return seen.size === 0 ? 0 : 1;
}

interface FailedCase {
  readonly kind: AnyKind;
  readonly seed: number;
  readonly number: number;
  readonly failure: Failure;
}

async function announce({ kind, seed, number, failure }: FailedCase, runner: Runner): Promise<void> {
  const [first, ...rest] = failure.message.split('\n');
  const frames = rest.filter((line) => /^\s+at /.test(line)).slice(0, 3);
  console.log([`\n${kind.name}, case ${number}: ${failure.kind}: ${first}`, ...frames].join('\n'));
  const input = kind.draw(caseRandom(seed, kind.name, number));
  const folder = await saveFinding({ kind, seed, number, input, failure }, runner, findingsFolder);
  console.log(`  npm run fuzz -- --replay ${folder}`);
}

function printTallies(tallies: readonly Tally[], peak: number): void {
  const rows = [
    ['kind', 'cases', 'failed', 'longest answer'],
    ...tallies.map(({ kind, cases, failures, longest }) => {
      return [kind.name, `${cases}`, `${failures}`, `${longest.milliseconds.toFixed(0)} ms (${longest.what})`];
    }),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  console.log('');
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  console.log(`\nMemory peak of the process: ${(peak / 2 ** 20).toFixed(0)} MiB.`);
}

if (isMainThread) process.exitCode = await main();
else serveTasks();
