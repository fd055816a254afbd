// The bench's own code runs: the plain TypeScript of the runtime through all that a case does, and the reports of it.
import { expect, test } from 'vitest';
import { figuresText } from '../../bench/benchmarks-page.js';
import { contestant } from '../../bench/contestants/ours-cpu.js';
import { benchNetworks } from '../../bench/networks.js';
import { notesOf, rowsOf } from '../../bench/report.js';
import type { CaseResult, PlaceResult } from '../../bench/results.js';
import { measureCase } from '../../bench/worker/measure.js';

const place: PlaceResult = {
  key: 'node',
  title: 'Node, plain JavaScript',
  matmul: { operationsPerSecond: 4e9, variants: {} },
};

test('a case comes to the golden losses and figures that can be read', async () => {
  const network = benchNetworks()[0]!;
  const figures = await measureCase(contestant, { ...network, seconds: 0.1 }, undefined);
  expect(figures.firstStepCold).toBeGreaterThan(0);
  expect(figures.firstStepWarm).toBeGreaterThan(0);
  expect(figures.blocks.length).toBeGreaterThan(0);
  expect(figures.bytes).toBeGreaterThan(4 * 61_706);
  const result: CaseResult = { place: 'node', network: 'lenet5', contestant: 'ours-cpu', busy: 0, figures };
  const [row] = rowsOf(network, place, [result]);
  expect(row?.at(-1)).toBe('equal');
  expect(notesOf(network, place, [result])).toEqual([]);
});

test('another loss, a failure and a busy machine are told', () => {
  const network = benchNetworks()[0]!;
  const figures = { description: 'x', firstStepCold: 2, blocks: [0.5, 0.25, 1], losses: [3.294, 2.4, 2.5143, 2.2743] };
  const ours = { ...figures, blocks: [0.125], losses: network.losses! };
  const cases: CaseResult[] = [
    { place: 'node', network: 'lenet5', contestant: 'ours', busy: 0, figures: ours },
    { place: 'node', network: 'lenet5', contestant: 'jax-js', busy: 0.5, figures },
    { place: 'node', network: 'lenet5', contestant: 'convnetjs', busy: 0, failure: 'it has no such layer' },
  ];
  const rows = rowsOf(network, place, cases);
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ['Receptive', '8.00', ''],
    ['jax-js *', '2.00', '4.00x'],
    ['ConvNetJS', 'failed', ''],
  ]);
  expect(rows[1]?.at(-1)).toBe('2.4000, not 2.5003');
  expect(notesOf(network, place, cases)).toEqual([
    'ConvNetJS failed: it has no such layer',
    '* just before, other programs used more than 10 % of the machine.',
  ]);
  const text = figuresText({ machine: 'a machine', date: '2026-11-24T10:00:00Z', places: [place], cases });
  expect(text).toMatch(/\| jax-js \\\* +\| +2\.00 \| +4\.00x \|/);
  expect(text).not.toContain('goal');
});

test('the goals are held to what was measured', () => {
  const network = benchNetworks()[0]!;
  const chromium: PlaceResult = { key: 'chromium', title: 'Chromium' };
  const at = (contestant: string, seconds: number): CaseResult => ({
    place: 'chromium',
    network: network.key,
    contestant,
    busy: 0,
    figures: { description: '', firstStepCold: 1.5, blocks: [seconds], losses: [] },
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
