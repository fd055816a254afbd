// The bench's own code runs: the plain TypeScript of the runtime through all that a case does, and the reports of it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { figuresText } from '../../bench/benchmarks-page.js';
import { contestant } from '../../bench/contestants/ours-cpu.js';
import { benchNetworks } from '../../bench/networks.js';
import { readOptions } from '../../bench/options.js';
import type { Worker } from '../../bench/places/place.js';
import { notesOf, rowsOf } from '../../bench/report.js';
import { answers, type CaseResult, keepResults, type PlaceResult, readResults } from '../../bench/results.js';
import { measureInTurns } from '../../bench/turns.js';
import { caseWork } from '../../bench/worker/measure.js';
import type { Work } from '../../bench/worker/work.js';

const place: PlaceResult = {
  key: 'node',
  title: 'Node, plain JavaScript',
  matmul: { operationsPerSecond: 4e9, variants: {} },
};

const brief = { seconds: 0.5, limit: 60 };

/** A worker in this process. */
function workerOf(work: Work<never, unknown>): Worker {
  return {
    ask: async (request) => (await work(request as never, undefined)) as never,
    close: async () => {},
  };
}

test('a case comes to the golden losses and figures that can be read', async () => {
  const network = benchNetworks()[0];
  const [outcome] = await measureInTurns([async () => workerOf(caseWork(contestant))], network, brief);
  if (!outcome || 'failure' in outcome) throw new Error(outcome?.failure);
  const { figures } = outcome;
  expect(figures.firstStepCold).toBeGreaterThan(0);
  expect(figures.firstStepWarm).toBeGreaterThan(0);
  expect(figures.blocks.length).toBeGreaterThan(0);
  expect(figures.bytes).toBeGreaterThan(4 * 61_706);
  const result: CaseResult = { place: 'node', network: 'lenet5', contestant: 'ours-cpu', busy: 0, of: 'a', figures };
  const [row] = rowsOf(network, place, [result]);
  expect(row?.at(-1)).toBe('equal');
  expect(notesOf(network, place, [result])).toEqual([]);
});

test('another loss, a failure and a busy machine are told', () => {
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
    { place: 'node', network: 'lenet5', contestant: 'ours', busy: 0, of: 'a', figures: ours },
    { place: 'node', network: 'lenet5', contestant: 'jax-js', busy: 0.5, of: 'b', figures },
    { place: 'node', network: 'lenet5', contestant: 'convnetjs', busy: 0, of: 'c', failure: 'it has no such layer' },
  ];
  const rows = rowsOf(network, place, cases);
  expect(rows.map((row) => row.slice(0, 4))).toEqual([
    ['Receptive', '8.00', '3', ''],
    ['jax-js *', '2.00', '3', '4.00x'],
    ['ConvNetJS', 'failed', '', ''],
  ]);
  expect(rows[1]?.at(-1)).toBe('2.4000, not 2.5003');
  expect(notesOf(network, place, cases)).toEqual([
    'ConvNetJS failed: it has no such layer',
    '* just before, other programs used more than 10 % of the machine.',
  ]);
  const text = figuresText({ machine: 'a machine', date: '2026-11-24T10:00:00Z', places: [place], cases });
  expect(text).toMatch(/\| jax-js \\\* +\| +2\.00 \| +3 \| +4\.00x \|/);
  expect(text).not.toContain('goal');
});

test('the goals are held to what was measured', () => {
  const network = benchNetworks()[0];
  const chromium: PlaceResult = { key: 'chromium', title: 'Chromium' };
  const at = (contestant: string, seconds: number): CaseResult => ({
    place: 'chromium',
    network: network.key,
    contestant,
    busy: 0,
    of: contestant,
    figures: { description: '', firstStepCold: 1.5, blocks: [seconds], steps: 1, losses: [] },
  });
  const cases = [at('ours', 0.1), at('jax-js', 0.7), at('tfjs-webgpu', 2)];
  const text = figuresText({ machine: 'a machine', date: '2026-11-24T10:00:00Z', places: [chromium], cases });
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

test('a run that was stopped is gone on with: what the same code did on a quiet machine is not measured again', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bench-')), 'kept', 'figures.json');
  const one: CaseResult = {
    place: 'node',
    network: 'lenet5',
    contestant: 'convnetjs',
    busy: 0.02,
    of: 'a',
    failure: 'x',
  };
  const common = { machine: 'a machine', date: '2026-11-24T10:00:00Z', places: [place] };
  keepResults(file, { ...common, cases: [one, { ...one, contestant: 'ours-cpu', busy: 0.3 }] });
  keepResults(file, { ...common, places: [], cases: [{ ...one, network: 'resnet20' }] });
  const { cases, places } = readResults(file)!;
  expect(places).toEqual([place]);
  const kept = (network: string, contestant: string, of: string) =>
    cases.some((each) => each.network === network && each.contestant === contestant && answers(each, of));
  expect(cases).toHaveLength(3);
  expect(kept('lenet5', 'convnetjs', 'a')).toBe(true);
  expect(kept('resnet20', 'convnetjs', 'a')).toBe(true);
  // Other code; a busy machine.
  expect(kept('lenet5', 'convnetjs', 'b')).toBe(false);
  expect(kept('lenet5', 'ours-cpu', 'a')).toBe(false);
});

test('the page is one command that keeps, goes on and comes to an end', () => {
  const { json, resume, minutes, where, networks } = readOptions(['--page']);
  expect({ json, resume, minutes }).toEqual({ json: 'dist/bench/figures.json', resume: true, minutes: 30 });
  expect(where).toContain('node-lavapipe');
  expect(networks).toContain('resnet20');
  expect(readOptions(['--json', 'x.json'])).toMatchObject({ resume: false, minutes: Number.POSITIVE_INFINITY });
  expect(() => readOptions(['--resume'])).toThrow('--resume wants the file');
});
