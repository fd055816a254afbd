// One case of the bench on the plain TypeScript runtime, and the reports made of results.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureInRounds } from '../../bench/compare/rounds.js';
import { contestant } from '../../bench/contestants/ours-cpu.js';
import type { Worker } from '../../bench/environments/environment.js';
import { benchNetworks } from '../../bench/networks/networks.js';
import { readOptions } from '../../bench/options.js';
import { figuresText } from '../../bench/report/benchmarks-page.js';
import {
  type CaseResult,
  type EnvironmentResult,
  isReusable,
  readResults,
  saveResults,
} from '../../bench/report/results.js';
import { notesOf, rowsOf } from '../../bench/report/rows.js';
import { caseWork } from '../../bench/worker/measure.js';
import type { Work } from '../../bench/worker/work.js';

const environment: EnvironmentResult = {
  key: 'node',
  title: 'Node, plain JavaScript',
  matmul: { operationsPerSecond: 4e9, variants: {} },
};

const brief = { seconds: 2, limit: 60 };

/** A worker in this process. */
function inProcessWorker(work: Work<never, unknown>): Worker {
  return {
    ask: async (request) => (await work(request as never, undefined)) as never,
    close: async () => {},
  };
}

test('a case has the golden losses and plausible figures', async () => {
  const network = benchNetworks()[0];
  const [outcome] = await measureInRounds([async () => inProcessWorker(caseWork(contestant))], network, brief);
  if (!outcome || 'failure' in outcome) throw new Error(outcome?.failure);
  const { figures } = outcome;
  expect(figures.firstStepCold).toBeGreaterThan(0);
  expect(figures.firstStepWarm).toBeGreaterThan(0);
  expect(figures.blocks.length).toBeGreaterThan(0);
  expect(figures.bytes).toBeGreaterThan(4 * 61_706);
  const result: CaseResult = {
    environment: 'node',
    network: 'lenet5',
    contestant: 'ours-cpu',
    busy: 0,
    fingerprint: 'a',
    figures,
  };
  const [row] = rowsOf(network, environment, [result]);
  expect(row?.at(-1)).toBe('equal');
  expect(notesOf(network, environment, [result])).toEqual([]);
});

test('reports a wrong loss, a failure and a busy machine', () => {
  const network = benchNetworks()[0];
  const figures = {
    description: 'x',
    firstStepCold: 2,
    blocks: [0.5, 0.25, 1],
    steps: 3,
    losses: [3.294, 2.4, 2.5143, 2.2743],
  };
  const ours = { ...figures, blocks: [0.125], losses: network.losses };
  const cases: CaseResult[] = [
    { environment: 'node', network: 'lenet5', contestant: 'ours', busy: 0, fingerprint: 'a', figures: ours },
    { environment: 'node', network: 'lenet5', contestant: 'jax-js', busy: 0.5, fingerprint: 'b', figures },
    {
      environment: 'node',
      network: 'lenet5',
      contestant: 'convnetjs',
      busy: 0,
      fingerprint: 'c',
      failure: 'it has no such layer',
    },
  ];
  const rows = rowsOf(network, environment, cases);
  expect(rows.map((row) => row.slice(0, 4))).toEqual([
    ['Receptive', '8.00', '3', ''],
    ['jax-js *', '2.00', '3', '4.00x'],
    ['ConvNetJS', 'failed', '', ''],
  ]);
  expect(rows[1]?.at(-1)).toBe('2.4000, not 2.5003');
  expect(notesOf(network, environment, cases)).toEqual([
    'ConvNetJS failed: it has no such layer',
    '* just before, other programs used more than 10 % of the machine.',
  ]);
  const text = figuresText({ machine: 'a machine', date: '2026-11-24T10:00:00Z', environments: [environment], cases });
  expect(text).toMatch(/\| jax-js \\\* +\| +2\.00 \| +3 \| +4\.00x \|/);
  expect(text).not.toContain('goal');
});

test('compares the goals with the measured figures', () => {
  const network = benchNetworks()[0];
  const chromium: EnvironmentResult = { key: 'chromium', title: 'Chromium' };
  const at = (contestant: string, seconds: number): CaseResult => ({
    environment: 'chromium',
    network: network.key,
    contestant,
    busy: 0,
    fingerprint: contestant,
    figures: { description: '', firstStepCold: 1.5, blocks: [seconds], steps: 1, losses: [] },
  });
  const cases = [at('ours', 0.1), at('jax-js', 0.7), at('tfjs-webgpu', 2)];
  const text = figuresText({ machine: 'a machine', date: '2026-11-24T10:00:00Z', environments: [chromium], cases });
  expect(
    text
      .split('\n')
      .filter((line) => /\| +(yes|no) \|$/.test(line))
      .map((line) => line.replace(/ +/g, ' ')),
  ).toEqual([
    '| chromium | LeNet5 | steps a second, beside jax-js | at least 6x | 7.00x | yes |',
    '| chromium | LeNet5 | steps a second, beside tfjs-webgpu | at least 25x | 20.0x | no |',
    '| chromium | LeNet5 | the first step, cold | under 1.2 s | 1.50 s | no |',
  ]);
});

test('resumes an interrupted run: the same code on a quiet machine is not measured again', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'saved', 'figures.json');
  const one: CaseResult = {
    environment: 'node',
    network: 'lenet5',
    contestant: 'convnetjs',
    busy: 0.02,
    fingerprint: 'a',
    failure: 'x',
  };
  const common = { machine: 'a machine', date: '2026-11-24T10:00:00Z', environments: [environment] };
  saveResults(file, { ...common, cases: [one, { ...one, contestant: 'ours-cpu', busy: 0.3 }] });
  saveResults(file, { ...common, environments: [], cases: [{ ...one, network: 'resnet20' }] });
  const { cases, environments } = readResults(file)!;
  expect(environments).toEqual([environment]);
  const isSaved = (network: string, contestant: string, fingerprint: string) =>
    cases.some((each) => each.network === network && each.contestant === contestant && isReusable(each, fingerprint));
  expect(cases).toHaveLength(3);
  expect(isSaved('lenet5', 'convnetjs', 'a')).toBe(true);
  expect(isSaved('resnet20', 'convnetjs', 'a')).toBe(true);
  // Different code; a busy machine.
  expect(isSaved('lenet5', 'convnetjs', 'b')).toBe(false);
  expect(isSaved('lenet5', 'ours-cpu', 'a')).toBe(false);
});

test('--page saves, resumes and has a time limit', () => {
  const { json, resume, minutes, where, networks } = readOptions(['--page']);
  expect({ json, resume, minutes }).toEqual({ json: 'dist/bench/figures.json', resume: true, minutes: 30 });
  expect(where).toContain('node-lavapipe');
  expect(networks).toContain('resnet20');
  expect(readOptions(['--json', 'x.json'])).toMatchObject({ resume: false, minutes: Number.POSITIVE_INFINITY });
  expect(() => readOptions(['--resume'])).toThrow('--resume needs the file');
});
