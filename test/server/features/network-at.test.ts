// The figures of the network at the cursor, which the status bar shows.
import { expect, it } from 'vitest';
import { networkAt } from '../../../server/features/network-at.js';
import { memoryOf } from '../../support/gpu-planning.js';
import { lenet5 } from '../support/networks.js';
import { ask, type SnapshotOptions, takeSnapshot } from '../support/snapshots.js';

const text = `${lenet5}\nnetwork Other { input(28x28x1) -> fc(10) }\n`;

function figuresAt(source: string, line: number, options?: SnapshotOptions) {
  const snapshot = takeSnapshot(source, options);
  const found = ask(networkAt, snapshot, { uri: snapshot.file.document.uri, position: { line, character: 0 } });
  return { snapshot, found };
}

it('has the totals and the memory of the job', () => {
  const { snapshot, found } = figuresAt(text, 3);
  const [{ graph, totals }] = snapshot.analysis.networks;
  expect(found).toMatchObject({
    name: 'LeNet5',
    start: { line: 0, character: 8 },
    parameters: totals.parameters,
    macs: totals.macs,
    sound: true,
    trainingBytes: memoryOf(graph, snapshot.analysis.jobs[0].job!).training,
  });
  expect(found!.markdown).toContain('61,706');
});

it('follows the cursor, and a job means its network', () => {
  expect(figuresAt(text, 13).found?.name).toBe('Other');
  expect(figuresAt(text, 8).found?.name).toBe('LeNet5');
});

it('has no memory for a network with errors, and nothing for a file without networks', () => {
  const { found } = figuresAt('network A { input(8x8x1) -> cov(3) -> fc(10) }', 0);
  expect(found).toMatchObject({ name: 'A', sound: false });
  expect(found).not.toHaveProperty('trainingBytes');
  expect(figuresAt('// nothing', 0).found).toBeNull();
});
