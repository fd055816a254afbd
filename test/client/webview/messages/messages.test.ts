// Messages between the extension and its page: every message that either sends is accepted, nothing else is.
import { describe, expect, it } from 'vitest';
import { chunkBytes } from '../../../../client/webview/messages/file-messages.js';
import {
  type HostMessage,
  isOfOtherVersion,
  type PageMessage,
  parseHostMessage,
  parsePageMessage,
  readPlaceSettings,
} from '../../../../client/webview/messages/messages.js';
import { parseFromProcess, parseToProcess } from '../../../../client/webview/messages/process-messages.js';
import { messageVersion } from '../../../../client/webview/messages/version.js';
import { builtins, parseCnn } from '../../../../language/index.js';
import { lenet5 } from '../../../support/golden.js';
import { plainTerms } from '../../../support/jobs.js';
import { everyLayer } from './every-layer.js';

const adapter = {
  name: 'google swiftshader (in software)',
  profile: { vendor: 'google', architecture: 'swiftshader', software: true, subgroupSize: 4 },
};

const train = {
  type: 'train',
  graph: lenet5,
  job: {
    network: 'LeNet5',
    data: { kind: 'shapes', size: { height: 28, width: 28, channels: 1 }, train: 2000, test: 500, seed: 1 },
    augment: [
      { kind: 'flip' },
      { kind: 'crop', size: [28, 28], padding: { top: 2, left: 2, bottom: 2, right: 2 } },
      { kind: 'normalise' },
    ],
    ...plainTerms,
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, nesterov: false, weightDecay: 0 },
    batch: 64,
    epochs: 2,
    seed: 1,
  },
  bytes: 3_300_000,
  lines: lenet5.layers.map(({ id }) => id + 2),
  tuning: { when: 'auto', cache: { 'google swiftshader': { 'fc 2x3': 'registers-4' } } },
  place: { backend: 'auto', cpu: 'process', threads: 3, reproducible: true },
} as const satisfies HostMessage;

const failed = { event: 'failed', message: 'the loss is not finite' } as const;

describe('from the extension', () => {
  it.each<HostMessage>([
    { type: 'compiling' },
    train,
    { type: 'errors', file: 'a.cnn', errors: [{ line: 0, message: 'unknown layer' }] },
    { type: 'failed', message: 'the server has stopped' },
    { type: 'visibility', visible: false },
    { ...train, running: { run: 2, events: [failed] } },
    { type: 'process-events', run: 2, events: [failed, failed] },
    { type: 'process-images', run: 2, done: 3, of: 4 },
    { type: 'chunk', id: 1, offset: 4, total: 7, bytes: new Uint8Array([1, 2, 3]) },
    { type: 'no-file', id: 2, answer: { kind: 'missing' } },
    { type: 'no-file', id: 2, answer: { kind: 'too-large', bytes: 5 } },
    { type: 'no-file', id: 2, answer: { kind: 'refused', reason: 'not trusted' } },
    { type: 'entries', id: 3, answer: { kind: 'entries', entries: [{ name: 'cat', kind: 'folder' }] } },
    { type: 'entries', id: 3, answer: { kind: 'missing' } },
  ])('accepts $type', (message) => {
    expect(parseHostMessage(structuredClone(message))).toEqual(message);
  });

  it.each([undefined, null, 1, 'compiling', [], {}, { type: 'constructor' }, { type: 'train' }])(
    'refuses %j',
    (value) => {
      expect(parseHostMessage(value)).toBeUndefined();
    },
  );

  it.each([
    { type: 'chunk', id: 1, offset: 0, total: 3, bytes: [1, 2, 3] },
    { type: 'chunk', id: 1, offset: -1, total: 3, bytes: new Uint8Array(3) },
    { type: 'chunk', id: 0, offset: 0, total: 3, bytes: new Uint8Array(3) },
    { type: 'chunk', id: 1, offset: 0, total: 1e9, bytes: new Uint8Array(chunkBytes + 1) },
    { type: 'no-file', id: 1, answer: { kind: 'bytes', bytes: new Uint8Array(3) } },
    { type: 'no-file', id: 1, answer: { kind: 'too-large' } },
    { type: 'no-file', id: 1 },
    { type: 'process-events', run: 1, events: [{ ...failed, message: 7 }] },
    { type: 'process-events', run: 0, events: [failed] },
    { type: 'process-images', run: 1, done: 1 },
    { type: 'entries', id: 1, answer: { kind: 'entries', entries: [{ name: 'cat', kind: 'dog' }] } },
    { type: 'entries', id: 1, answer: { kind: 'entries', entries: [{ name: 7, kind: 'file' }] } },
    { type: 'entries', id: 1, answer: { kind: 'refused' } },
  ])('refuses %o', (message) => {
    expect(parseHostMessage(message)).toBeUndefined();
  });

  it('strips unknown fields', () => {
    expect(parseHostMessage({ type: 'compiling', more: 1 })).toEqual({ type: 'compiling' });
  });

  it('refuses errors without a line, and too many of them', () => {
    const error = { line: 1, message: 'x' };
    expect(parseHostMessage({ type: 'errors', file: 'a', errors: [{ ...error, line: -1 }] })).toBeUndefined();
    expect(parseHostMessage({ type: 'errors', file: 'a', errors: Array(1_001).fill(error) })).toBeUndefined();
    expect(parseHostMessage({ type: 'errors', file: 'a', errors: Array(1_000).fill(error) })).toBeDefined();
    expect(parseHostMessage({ type: 'failed', message: 'x'.repeat(10_001) })).toBeUndefined();
  });

  // Each is one value of a good message, replaced: the message must be refused whichever it is.
  it.each<[path: string, value: unknown]>([
    ['bytes', Number.NaN],
    ['job.batch', 0],
    ['job.batch', 1.5],
    ['job.epochs', '2'],
    ['job.seed', -1],
    ['job.seed', 2 ** 32],
    ['job.data', 'digits'],
    ['job.data.kind', 'hasOwnProperty'],
    ['job.data.size', [28, 28, 1]],
    ['job.data.size.channels', 0],
    ['job.data.train', 0],
    ['job.data.test', 1.5],
    ['job.data.seed', -1],
    ['job.data.seed', 2 ** 32],
    ['job.augment', undefined],
    ['job.augment', Array(101).fill({ kind: 'flip' })],
    ['job.augment.0', 'flip'],
    ['job.augment.0.kind', 'mirror'],
    ['job.augment.1.size', [28]],
    ['job.augment.1.padding.left', -1],
    ['job.optimizer', null],
    ['job.optimizer.kind', 'toString'],
    ['job.optimizer.learningRate', Number.POSITIVE_INFINITY],
    ['job.optimizer.weightDecay', '0'],
    ['job.optimizer.nesterov', 0],
    ['job.optimizer', { kind: 'adam', learningRate: 1, weightDecay: 0, beta1: 0.9, eps: 1e-8 }],
    ['graph.name', 7],
    ['graph.layers', {}],
    ['graph.layers.1', null],
    ['graph.layers.1.id', 2],
    ['graph.layers.1.inputs', [1]],
    ['graph.layers.1.inputs', []],
    ['graph.layers.2.inputs', [0, 1]],
    ['graph.layers.0.inputs', [0]],
    ['graph.layers.1.inputs', [5]],
    ['graph.layers.1.operation.kind', 'constructor'],
    ['graph.layers.1.operation.filters', 0],
    ['graph.layers.1.operation.window.kernel', [5]],
    ['graph.layers.1.operation.window.stride', [0, 1]],
    ['graph.layers.1.operation.window.padding.top', -1],
    ['graph.layers.1.operation.window.ceil', 1],
    ['graph.layers.1.output.height', 1e300],
    ['tuning', undefined],
    ['tuning.when', 'sometimes'],
    ['tuning.when', 1],
    ['place', undefined],
    ['place.backend', 'gpu'],
    ['place.cpu', 'thread'],
    ['place.threads', -1],
    ['place.threads', 1.5],
    ['place.reproducible', 1],
    ['lines.3', -1],
    ['lines.3', 'four'],
    ['lines', []],
    ['graph.outputs', []],
    ['graph.outputs.0.layer', 1_000],
    ['graph.outputs.0.weight', Number.NaN],
  ])('refuses a training with %s = %j', (path, value) => {
    const message = structuredClone(train) as unknown;
    const keys = path.split('.');
    const last = keys.pop()!;
    // biome-ignore lint/suspicious/noExplicitAny: the test walks into a value whose type it is about to break
    const holder = keys.reduce((node: any, key) => node[key], message);
    expect(holder).toHaveProperty(last);
    holder[last] = value;
    expect(parseHostMessage(message)).toBeUndefined();
  });
});

describe('a version', () => {
  it('reveals a message of another build of the extension', () => {
    expect(isOfOtherVersion({ version: messageVersion + 1, type: 'compiling' })).toBe(true);
    expect(isOfOtherVersion({ version: messageVersion, type: 'compiling' })).toBe(false);
    expect([undefined, 'compiling', { type: 'compiling' }].map(isOfOtherVersion)).toEqual([false, false, false]);
  });
});

it('strips malformed entries of the tuning cache', () => {
  const cache = { a: { shape: 'registers', other: '<script>' }, b: 7 };
  const message = parseHostMessage({ ...train, tuning: { when: 'always', cache } });
  expect(message).toEqual({ ...train, tuning: { when: 'always', cache: { a: { shape: 'registers' } } } });
});

describe('every layer and optimizer', () => {
  const { networks, jobs, diagnostics } = parseCnn(everyLayer, 'every');
  const { graph } = networks[0];
  const lines = graph.layers.map(() => 0);

  it('is in the test network', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const kinds = new Set(graph.layers.map(({ operation }) => operation.kind));
    const declared = [...builtins.values()].filter(({ category }) => category === 'layer' || category === 'join');
    expect([...kinds].sort()).toEqual([...new Set(declared.map(({ name }) => name))].sort());
    const named = [...builtins.values()].filter(({ category }) => category === 'optimizer').map(({ name }) => name);
    expect(jobs.map(({ job }) => job?.optimizer.kind).sort()).toEqual(named.sort());
  });

  it.each(jobs.map(({ job }) => job!))('passes with $optimizer.kind', (job) => {
    const message = { type: 'train', graph, job, bytes: 1, lines, tuning: train.tuning, place: train.place };
    expect(parseHostMessage(structuredClone(message))).toEqual(message);
  });

  const settings = graph.layers.flatMap(({ id, operation }) =>
    Object.keys(operation).map((setting) => ({ id, kind: operation.kind, setting })),
  );
  it.each(settings)('is refused with a wrong $setting of $kind', ({ id, setting }) => {
    const message = structuredClone({ ...train, graph, lines });
    expect(parseHostMessage(message)).toBeDefined();
    (message.graph.layers[id].operation as Record<string, unknown>)[setting] = { not: 'this' };
    expect(parseHostMessage(message)).toBeUndefined();
  });
});

describe('from the page', () => {
  it.each<PageMessage>([
    { type: 'ready' },
    { type: 'restart' },
    { type: 'reveal', line: 3 },
    { type: 'read', id: 1, path: 'a', most: 9 },
    { type: 'next', id: 1 },
    { type: 'list', id: 1, path: 'a' },
    { type: 'adapter', adapter },
    { type: 'measured', adapter: 'google swiftshader', choices: { 'fc 2x3': 'registers-4' } },
    { type: 'process-start', run: 1, resume: true },
    { type: 'process-stop', run: 1 },
    { type: 'process-end', run: 1 },
  ])('accepts $type', (message) => {
    expect(parsePageMessage({ ...message, more: 1 })).toEqual(message);
  });

  it.each([
    null,
    'ready',
    { type: 'reveal' },
    { type: 'reveal', line: 1.5 },
    { type: 'reveal', line: '3' },
    { type: 'run' },
    { type: 'process-start', run: 1 },
    { type: 'process-stop', run: '1' },
    { type: 'process-end', run: 0 },
    { type: 'read', id: 1, path: 'a' },
    { type: 'read', id: 1, path: 'a'.repeat(10_001), most: 1 },
    { type: 'read', id: -1, path: 'a', most: 1 },
    { type: 'next' },
    { type: 'list', id: 1, path: 7 },
    { type: 'adapter' },
    { type: 'measured', adapter: 'a', choices: { 'fc 2x3': 'Registers!' } },
    { type: 'measured', adapter: 'a'.repeat(1_001), choices: { 'fc 2x3': 'registers' } },
    { type: 'measured', choices: { 'fc 2x3': 'registers' } },
    { type: 'adapter', adapter: { ...adapter, profile: { ...adapter.profile, subgroupSize: 3 } } },
  ])('refuses %j', (value) => {
    expect(parsePageMessage(value)).toBeUndefined();
  });
});

describe('to the process that trains', () => {
  const step = {
    event: 'step',
    step: 4,
    steps: 9,
    epoch: 1,
    epochs: 3,
    learningRate: 0.1,
    loss: 1,
    accuracy: 0.5,
    imagesPerSecond: 7,
  } as const;
  const start = {
    type: 'start',
    version: messageVersion,
    graph: train.graph,
    job: train.job,
    threads: 2,
    reproducible: false,
    snapshots: 'a.snapshot',
  } as const;

  it.each([
    start,
    { ...start, resumption: { reason: 'it ended', step, seconds: 3.5 } },
    { type: 'stop' },
    { type: 'chunk', id: 1, offset: 4, total: 7, bytes: new Uint8Array([1, 2, 3]) },
    { type: 'no-file', id: 2, answer: { kind: 'missing' } },
    { type: 'entries', id: 3, answer: { kind: 'missing' } },
  ])('accepts $type', (message) => {
    expect(parseToProcess(structuredClone(message))).toEqual(message);
  });

  it.each([
    undefined,
    'stop',
    { ...start, version: messageVersion - 1 },
    { ...start, threads: 1_001 },
    { ...start, graph: undefined },
    { ...start, resumption: { reason: 'it ended', step: { ...step, event: 'epoch' }, seconds: 3 } },
    { ...start, resumption: { reason: 'it ended', epoch: step, seconds: 3 } },
    { ...start, resumption: { reason: 'it ended', seconds: -1 } },
    { type: 'ready' },
  ])('refuses %j', (value) => {
    expect(parseToProcess(value)).toBeUndefined();
  });
});

describe('from the process that trains', () => {
  it.each([
    { type: 'events', events: [failed] },
    { type: 'images', done: 1, of: 2 },
    { type: 'stored', step: 3 },
    { type: 'read', id: 1, path: 'a', most: 9 },
    { type: 'next', id: 1 },
    { type: 'list', id: 1, path: 'a' },
  ])('accepts $type', (message) => {
    expect(parseFromProcess(structuredClone(message))).toEqual(message);
  });

  it.each([null, { type: 'events', events: [7] }, { type: 'stored', step: 0.5 }, { type: 'stop' }, { type: 'list' }])(
    'refuses %j',
    (value) => {
      expect(parseFromProcess(value)).toBeUndefined();
    },
  );
});

it('settings of where to train have defaults for what is none', () => {
  expect(readPlaceSettings({ backend: 'cpu', cpuThreads: 3, reproducible: true })).toEqual({
    backend: 'cpu',
    threads: 3,
    reproducible: true,
  });
  const defaults = { backend: 'auto', threads: 0, reproducible: false };
  expect(readPlaceSettings({ backend: 'gpu', cpuThreads: -1, reproducible: 'yes' })).toEqual(defaults);
  expect(readPlaceSettings({ backend: undefined, cpuThreads: '2', reproducible: undefined })).toEqual(defaults);
});
