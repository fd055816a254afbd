// Damaged messages, stores and settings: every reader refuses them or answers with plain data that it accepts again.
import { deepStrictEqual } from 'node:assert';
import { loadLastAdapter } from '../../../client/storage/last-adapter.js';
import { loadTuningCache } from '../../../client/storage/tuning-cache.js';
import {
  isOfOtherVersion,
  parseHostMessage,
  parsePageMessage,
  readTuningMode,
} from '../../../client/webview/messages/messages.js';
import { defaultJob, parseCnn } from '../../../language/index.js';
import { parseTrainingEvent } from '../../../runtime/train/events.js';
import { compile } from '../../../server/features/compile.js';
import { readInitializationOptions } from '../../../server/workspace/client.js';
import { readSettings } from '../../../server/workspace/settings.js';
import { softwareAdapter } from '../../server/support/adapters.js';
import { generateProgram } from '../generate/generate-program.js';
import { mutateValue } from '../generate/mutate-value.js';
import { programText } from '../generate/program.js';
import type { Kind } from '../kind.js';
import { minimiseValue } from '../minimise.js';
import type { Random } from '../random.js';

interface Reader {
  readonly read: (value: unknown) => unknown;
  /** What it reads is read again as the same. */
  readonly isIdempotent?: boolean;
  readonly examples: (random: Random) => readonly unknown[];
}

const store = (value: unknown) => ({ get: () => value as never });
const tuning = { 'google swiftshader': { 'fc 2x3': 'registers-4', 'conv 3x3': 'tiled' } };
const version = '1.0.0';

const readers: Readonly<Record<string, Reader>> = {
  'host message': { read: parseHostMessage, isIdempotent: true, examples: hostMessages },
  'page message': { read: parsePageMessage, isIdempotent: true, examples: pageMessages },
  'training event': { read: parseTrainingEvent, isIdempotent: true, examples: trainingEvents },
  version: { read: isOfOtherVersion, examples: () => [{ type: 'ready', version: 2 }] },
  'tuning mode': { read: readTuningMode, examples: () => ['auto', 'always', 'never'] },
  'tuning cache': {
    read: (value) => loadTuningCache(store(value), version),
    examples: () => [{ version, cache: tuning }],
  },
  'last adapter': {
    read: (value) => loadLastAdapter(store(value)),
    isIdempotent: true,
    examples: () => [softwareAdapter],
  },
  settings: {
    read: readSettings,
    examples: () => [{ inlayHints: { shape: true, padding: false }, advice: { disabled: ['a'] }, memoryBudget: 4 }],
  },
  'initialization options': {
    read: readInitializationOptions,
    isIdempotent: true,
    examples: () => [{ protocol: 1, adapter: softwareAdapter }],
  },
  'compile request': {
    read: (params) => (compile.findUri?.(params) === undefined ? compile.handleNotOpen?.(params) : 'a document'),
    examples: () => [{ uri: 'file:///a.cnn', position: { line: 0, character: 1 } }],
  },
};

interface Message {
  readonly reader: string;
  readonly value: unknown;
}

export const messages: Kind<Message> = {
  name: 'messages',
  draw(random) {
    const reader = random.pick([...Object.keys(readers), 'host message', 'page message', 'training event']);
    return { reader, value: mutateValue(random.pick(readers[reader].examples(random)), random) };
  },
  async check({ reader, value }, ask) {
    const { read, isIdempotent } = readers[reader];
    const accepted = await ask(reader, () => read(value));
    if (isIdempotent && accepted !== undefined) deepStrictEqual(read(accepted), accepted);
    if ('polluted' in {}) throw new Error('a message has changed the prototype of all objects');
  },
  minimise: async ({ reader, value }, fails) => ({
    reader,
    value: await minimiseValue(value, (smaller) => fails({ reader, value: smaller })),
  }),
  describe: ({ reader, value }) => ({ 'message.txt': `${reader}: ${String(JSON.stringify(value, replaceOdd, 2))}\n` }),
};

function replaceOdd(_: string, value: unknown): unknown {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
  return value instanceof Uint8Array ? `Uint8Array(${value.length})` : value;
}

function hostMessages(random: Random): unknown[] {
  const { networks } = parseCnn(programText(generateProgram(random)), 'fuzzed');
  const { graph } = random.pick(networks);
  return [
    { type: 'compiling' },
    {
      type: 'train',
      graph,
      job: defaultJob(graph.name),
      bytes: 1e6,
      lines: graph.layers.map(({ id }) => id),
      tuning: { when: 'auto', cache: tuning },
    },
    { type: 'errors', file: 'a.cnn', errors: [{ line: 0, message: 'unknown layer' }] },
    { type: 'chunk', id: 1, offset: 0, total: 3, bytes: new Uint8Array(3) },
    { type: 'no-file', id: 2, answer: { kind: 'too-large', bytes: 5 } },
    { type: 'entries', id: 3, answer: { kind: 'entries', entries: [{ name: 'cat', kind: 'folder' }] } },
  ];
}

function pageMessages(): unknown[] {
  return [
    ...[
      { type: 'ready' },
      { type: 'restart' },
      { type: 'reveal', line: 3 },
      { type: 'adapter', adapter: softwareAdapter },
    ],
    { type: 'measured', adapter: 'google swiftshader', choices: tuning['google swiftshader'] },
    { type: 'read', id: 1, path: 'data/a.png', most: 100 },
    ...[
      { type: 'next', id: 1 },
      { type: 'list', id: 1, path: 'data' },
    ],
  ];
}

function trainingEvents(): unknown[] {
  const position = { step: 1, steps: 10, epoch: 1, epochs: 2 };
  return [
    { event: 'step', ...position, learningRate: 0.1, loss: 2.3, accuracy: 0.1, imagesPerSecond: 100 },
    { event: 'stopped', ...position, seconds: 3, loss: 1, accuracy: 0.5 },
    { event: 'failed', message: 'out of memory', reason: 'memory', layer: 'conv' },
  ];
}
