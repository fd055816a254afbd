// Interleaved rounds of fake libraries whose steps take as long as they claim.
import { expect, test } from 'vitest';
import { measureInRounds, type Outcome } from '../../bench/compare/rounds.js';
import { unitsOf } from '../../bench/compare/unit.js';
import { entries } from '../../bench/contestants/index.js';
import type { Worker } from '../../bench/environments/environment.js';
import { benchNetworks } from '../../bench/networks/networks.js';
import { readOptions } from '../../bench/options.js';
import type { CaseRequest } from '../../bench/worker/case.js';

const network = benchNetworks()[0];
const options = { seconds: 1, limit: 60 };

/** Answers as if a step took `seconds`, and logs the requests. */
const library = (name: string, seconds: number, log: string[], failing?: CaseRequest['kind']) => async () => {
  let step = 0;
  const losses = (count: number) => Array.from({ length: count }, () => step++);
  const answers = (request: CaseRequest): unknown => {
    if (request.kind === failing) throw new Error('it broke\nat some place');
    switch (request.kind) {
      case 'begin':
        return { description: name, losses: losses(2), firstStepCold: 2 * seconds, times: [seconds] };
      case 'block':
        return { losses: losses(request.steps), seconds: request.steps * seconds };
      case 'end':
        return { bytes: 7, ...(request.again && { firstStepWarm: seconds }) };
    }
  };
  const worker: Worker = {
    async ask(request) {
      const { kind } = request as CaseRequest;
      log.push(`${name} ${kind}`);
      return answers(request as CaseRequest) as never;
    },
    async close() {
      log.push(`${name} close`);
    },
  };
  return worker;
};

const figuresOf = (outcome: Outcome | undefined) => (outcome && 'figures' in outcome ? outcome.figures : undefined);

test('interleaves the blocks of the libraries', async () => {
  const log: string[] = [];
  const beforeRounds = async () => log.push('quiet');
  const open = [library('a', 0.05, log), library('b', 0.5, log)];
  const [a, b] = (await measureInRounds(open, network, { ...options, beforeRounds })).map(figuresOf);
  const rounds = Array.from({ length: 5 }, () => ['a block', 'b block']).flat();
  expect(log).toEqual(['a begin', 'b begin', 'quiet', ...rounds, 'a end', 'b end', 'a close', 'b close']);
  // A fifth of a second for each block, or one step.
  expect([a?.steps, b?.steps]).toEqual([20, 5]);
  expect(a?.blocks).toHaveLength(5);
  for (const block of a!.blocks) expect(block).toBeCloseTo(0.05);
  expect(a?.losses).toEqual([0, 1, 2, 3]);
  expect(b).toMatchObject({ description: 'b', firstStepCold: 1, firstStepWarm: 0.5, bytes: 7 });
});

test('a slow library alone runs two blocks and no warm first step', async () => {
  const log: string[] = [];
  const [slow] = (await measureInRounds([library('slow', 16, log)], network, options)).map(figuresOf);
  expect(log).toEqual(['slow begin', 'slow block', 'slow end', 'slow close']);
  expect(slow).toMatchObject({ blocks: [16, 16], steps: 2, losses: [0, 1, 2] });
  expect(slow?.firstStepWarm).toBeUndefined();
});

test('a failing library does not stop the others', async () => {
  const log: string[] = [];
  const missing = () => Promise.reject(new Error('it is not there'));
  const open = [library('a', 0.1, log), library('b', 0.1, log, 'block'), missing];
  const [a, b, c] = await measureInRounds(open, network, options);
  expect(figuresOf(a)?.blocks).toHaveLength(5);
  expect(b).toEqual({ failure: 'it broke' });
  expect(c).toEqual({ failure: 'it is not there' });
  expect(log.filter((line) => line === 'b block')).toHaveLength(1);
  expect(log).toContain('b close');
});

test('measures the comparison first, and every requested library', () => {
  const units = unitsOf(readOptions([]));
  const keys = units.map(({ environment, network, entries }) =>
    [environment, network.key, ...entries.map(({ key }) => key)].join(' '),
  );
  expect(keys[0]).toBe('chromium lenet5 ours ours-direct jax-js');
  expect(keys.slice(0, 12).every((key) => key.endsWith('ours ours-direct jax-js'))).toBe(true);
  expect(keys.at(-1)).toBe('node resnet20 tfjs-cpu');
  const cases = entries.reduce((count, { environments }) => count + environments.length, 0) * benchNetworks().length;
  expect(units.flatMap((unit) => unit.entries)).toHaveLength(cases);
  const few = unitsOf(readOptions(['lenet5', '--only', 'jax-js,convnetjs', '--where', 'node,node-lavapipe']));
  expect(few.map(({ environment, entries }) => [environment, entries.map(({ key }) => key)])).toEqual([
    ['node-lavapipe', ['jax-js']],
    ['node', ['convnetjs']],
  ]);
});
