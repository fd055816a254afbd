// The request for a network to train: the graph, the job and the memory at a position, or the errors of the file.
import { expect, it } from 'vitest';
import { formatBytes } from '../../../model/index.js';
import { compile } from '../../../server/features/compile.js';
import type { CompileResult } from '../../../server/protocol.js';
import { checkpointedBytes, memoryOf } from '../../support/gpu-planning.js';
import { plainTerms } from '../../support/jobs.js';
import { softwareAdapter } from '../support/adapters.js';
import { cifarSmall, lenet5 } from '../support/networks.js';
import { ask, readExample, type SnapshotOptions, takeSnapshot } from '../support/snapshots.js';

function compileAt(text: string, line: number, character = 0, options?: SnapshotOptions): CompileResult {
  const snapshot = takeSnapshot(text, options);
  return ask(compile, snapshot, { uri: snapshot.file.document.uri, position: { line, character } });
}

function ready(result: CompileResult) {
  if (result.kind !== 'ready') throw new Error(JSON.stringify(result));
  return result;
}

it('gets the network at a position, its job, and the bytes its step will take', () => {
  const text = `${lenet5}\nnetwork Other { input(28x28x1) -> fc(10) }\n`;
  const { graph, job, trainingBytes, lines } = ready(compileAt(text, 8, 4));
  expect(graph.layers).toHaveLength(12);
  // As in the text: input, then two lines of a convolution, a rectifier and a pooling each, then the rest.
  expect(lines).toEqual([1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4]);
  expect(job).toEqual({
    network: 'LeNet5',
    data: { kind: 'digits' },
    augment: [],
    ...plainTerms,
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false, weightDecay: 0 },
    batch: 64,
    epochs: 2,
    seed: 1,
  });
  expect(trainingBytes).toBe(memoryOf(graph, job).training);
  expect(trainingBytes).toBeGreaterThan(4 * 61_706 * 3);
  const other = compileAt(text, 13, 10);
  expect(other).toMatchObject({ kind: 'ready', graph: { name: 'Other' }, job: { network: 'Other', batch: 64 } });
});

it('keeps all outputs of a network (GoogLeNet)', () => {
  const { graph, job, trainingBytes } = ready(compileAt(readExample('googlenet'), 20));
  expect(graph.outputs.map(({ weight }) => weight)).toEqual([1, 0.3, 0.3]);
  expect(trainingBytes).toBe(memoryOf(graph, job).training);
});

it('plans memory for the adapter last seen, and for checkpoints where the job asks', () => {
  const { graph, job, trainingBytes } = ready(compileAt(cifarSmall, 6, 8, { adapter: softwareAdapter }));
  const onAdapter = memoryOf(graph, { ...job, adapter: softwareAdapter.profile }).training;
  expect(formatBytes(trainingBytes)).toBe(formatBytes(onAdapter));
  const checkpoints = ready(compileAt(cifarSmall.replace('batch', 'checkpoint = true  batch'), 0));
  expect(checkpoints.trainingBytes).toBe(checkpointedBytes(graph, job));
  expect(checkpoints.trainingBytes).toBeLessThan(memoryOf(graph, job).training);
});

it('gets the errors of the file instead, each with its line', () => {
  const result = compileAt('network A {\n  input(28x28x1)\n  -> cov(4)\n  -> fc(10, 20, 30)\n}', 0);
  if (result.kind !== 'errors') throw new Error('there are errors in this file');
  expect(result.errors.map(({ line }) => line)).toEqual([2, 3, 3]);
  expect(result.errors[0].message).toContain('`cov`');
});

it('says what is missing', () => {
  const reason = (result: CompileResult) => (result.kind === 'errors' ? result.errors[0].message : '');
  expect(reason(compileAt('// nothing here', 0))).toContain('no network');
  const unopened = { uri: 'file:///workspace/never-opened.cnn', position: { line: 0, character: 0 } };
  expect(compile.findUri!(unopened)).toBe(unopened.uri);
  expect(reason(compile.handleNotOpen!(unopened))).toContain('not open');
});

it.each([[null], [{ uri: 7 }], [{ uri: 'a' }], [{ uri: 'a', position: { line: -1, character: 0 } }]])(
  'refuses %j',
  (params) => {
    expect(compile.findUri!(params)).toBeUndefined();
    expect(compile.handleNotOpen!(params)).toMatchObject({ kind: 'errors' });
  },
);

it('trains a sound network beside one with an error, which is answered with its errors', () => {
  const broken = 'network Broken { input(28x28x1) -> cov(3) -> fc(10) }\n';
  expect(compileAt(`${lenet5}${broken}`, 2)).toMatchObject({ kind: 'ready', graph: { name: 'LeNet5' } });
  expect(compileAt(`${lenet5}${broken}`, 13)).toMatchObject({ kind: 'errors', errors: [{ line: 12 }] });
  const brokenJob = `${lenet5.replace('batch     = 64', 'batch     = many')}`;
  expect(compileAt(brokenJob, 2)).toMatchObject({ kind: 'errors', errors: [{ line: 9 }] });
});
