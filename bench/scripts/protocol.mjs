// @ts-check
// `npm run bench:protocol -- --edits 100000 --large`: the built server over its protocol, edited and asked as an editor
// does with all examples open. Prints how long answers take, and the server's memory for every tenth of the edits.
// `--large` opens a file at the bounds beside them. `--seed` draws other edits.
import { fork } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

const { values } = parseArgs({
  options: {
    edits: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    large: { type: 'boolean', default: false },
  },
});
const [edits, seed] = [Number(values.edits), Number(values.seed)];
if (!Number.isInteger(edits) || edits < 10 || !Number.isInteger(seed)) {
  throw new Error(
    'Usage: npm run bench:protocol -- [--edits N] [--seed N] [--large], N a whole number, edits from 10.',
  );
}

/** Milliseconds within which 99 of 100 requests are to be answered. */
const goal = 100;
/** The server waits so many milliseconds of a pause in the typing before it publishes diagnostics. */
const pause = 100;
/** An edit in so many is followed by a pause that waits for diagnostics. */
const editsPerPause = 200;
/** Edits in a row in one file. */
const editsPerFile = 100;
/** An edit in so many is in the large file, followed by a hover on its name. */
const editsPerLargeEdit = 1_000;
const linesInView = 60;

const root = new URL('../../', import.meta.url);
const server = fork(fileURLToPath(new URL('dist/server.cjs', root)), ['--stdio'], {
  execArgv: ['--expose-gc', '--import', new URL('usage-probe.mjs', import.meta.url).href],
  stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
});
const connection = createProtocolConnection(
  new StreamMessageReader(/** @type {import('node:stream').Readable} */ (server.stdout)),
  new StreamMessageWriter(/** @type {import('node:stream').Writable} */ (server.stdin)),
);
/** @type {Map<string, number>} By URI: the version that diagnostics were published for last. */
const published = new Map();
let notify = () => {};
connection.onNotification(
  'textDocument/publishDiagnostics',
  (/** @type {{ uri: string, version: number }} */ params) => {
    if (params.version !== undefined) published.set(params.uri, params.version);
    notify();
  },
);
connection.onRequest('workspace/configuration', () => [{}]);
connection.onRequest('workspace/inlayHint/refresh', () => null);
connection.onRequest('client/registerCapability', () => null);
connection.listen();
const capabilities = { workspace: { configuration: true, inlayHint: { refreshSupport: true } } };
await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
await connection.sendNotification('initialized', {});

/** Numbers in [0, most) by a linear congruential generator (Numerical Recipes). */
let state = seed >>> 0;
function below(/** @type {number} */ most) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
}
/** @template T @param {readonly T[]} items @returns {T} */
const pick = (items) => /** @type {T} */ (items[below(items.length)]);

/** @typedef {{ uri: string, version: number, lines: string[] }} File */

/** @returns {Promise<File>} */
async function open(/** @type {string} */ name, /** @type {string} */ text) {
  const file = { uri: `file:///bench/${name}`, version: 1, lines: text.split('\n') };
  const textDocument = { uri: file.uri, languageId: 'cnn', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  return file;
}

/** A file with as many layers as the language accepts. */
function largeText() {
  const networks = [1, 2, 3, 4].map(
    (number) => `network Large${number} {\n  input(8x8x4)\n  -> [conv(4) -> relu]*9990\n  -> fc(10)\n}\n`,
  );
  return `${networks.join('\n')}\ntrain Large1 { data = "images"  batch = 64 }\n`;
}

/** @type {Map<string, number[]>} Milliseconds by what was waited for. */
const times = new Map();
/** @template T @param {string} what @param {() => Promise<T>} wait @returns {Promise<T>} */
async function time(what, wait) {
  const started = performance.now();
  const answer = await wait();
  const list = times.get(what) ?? [];
  times.set(what, list);
  list.push(performance.now() - started);
  return answer;
}

/** What a person types by mistake or on the way to something. */
const typed = ['1', '0', 'x', ' ', ',', '(', ')', '->', '=', '\n', '// ', '"', '}'];
/** @type {{ file: File, range: object } | undefined} What the next edit takes back. */
let undo;

/** Takes the last edit back if it was not yet, else makes another. Answers with the file it edited. */
async function edit(/** @type {File} */ next) {
  if (undo) {
    const { file, range } = undo;
    undo = undefined;
    await change(file, range, '');
    return file;
  }
  const line = below(next.lines.length);
  const start = { line, character: below(next.lines[line].length + 1) };
  const text = pick(typed);
  const end = text === '\n' ? { line: line + 1, character: 0 } : { line, character: start.character + text.length };
  undo = { file: next, range: { start, end } };
  await change(next, { start, end: start }, text);
  return next;
}

function change(/** @type {File} */ file, /** @type {object} */ range, /** @type {string} */ text) {
  const textDocument = { uri: file.uri, version: ++file.version };
  return connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ range, text }] });
}

/** A word of a file; `pattern` has it as its first group. */
function findWord(/** @type {File} */ { lines }, /** @type {RegExp} */ pattern) {
  const words = lines.flatMap((text, line) =>
    [...text.matchAll(pattern)].map((match) => ({ line, character: match.index + match[0].indexOf(match[1]) })),
  );
  return words.length > 0 ? pick(words) : { line: 0, character: 0 };
}

/** @type {((file: File) => Promise<unknown>)[]} */
const requests = [
  (file) => ask('hover on a call or a name', 'hover', file, { position: findWord(file, /(\w+)/g) }),
  (file) => ask("hover on a network's name", 'hover', file, { position: findWord(file, /(?:network|train) +(\w+)/g) }),
  (file) => ask('completion', 'completion', file, { position: findWord(file, /(\w+)/g) }),
  (file) => {
    const start = { line: below(file.lines.length), character: 0 };
    const end = { line: start.line + linesInView, character: 0 };
    return ask('inlay hints', 'inlayHint', file, { range: { start, end } });
  },
];

function ask(
  /** @type {string} */ what,
  /** @type {string} */ method,
  /** @type {File} */ { uri },
  /** @type {object} */ params,
) {
  return time(what, () => connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...params }));
}

/** Waits for the diagnostics of a file's newest version. */
async function awaitDiagnostics(/** @type {File} */ { uri, version }) {
  while (published.get(uri) !== version) {
    await new Promise((resolve) => {
      notify = () => resolve(undefined);
    });
  }
}

/** @returns {Promise<import('./usage-probe.mjs').Usage>} The server's, after a collection. */
const usageOfServer = () =>
  new Promise((resolve) => {
    server.once('message', (usage) => resolve(/** @type {import('./usage-probe.mjs').Usage} */ (usage)));
    server.send('usage');
  });

const files = [];
for (const name of (await readdir(new URL('examples/', root))).filter((each) => each.endsWith('.cnn')).sort()) {
  files.push(await open(name, await readFile(new URL(`examples/${name}`, root), 'utf8')));
}
for (const file of files) await awaitDiagnostics(file);
const large = values.large ? await open('large.cnn', largeText()) : undefined;

const load = () => `load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`;
const beside = large ? ', a file of 80,000 layers open beside' : '';
console.log(`${edits} edits in ${files.length} examples${beside}, Node ${process.version}, ${load()}.\n`);
console.log('  edits   heap MiB    RSS MiB   processor ms an edit');
/** @type {number[]} */
const heaps = [];
const every = Math.floor(edits / 10);
let processorBefore = (await usageOfServer()).processor;
for (let done = 1; done <= edits; done++) {
  const file = files[Math.floor(done / editsPerFile) % files.length];
  if (done % editsPerPause === 0) {
    await time('diagnostics, after the pause', async () => awaitDiagnostics(await edit(file)));
  } else {
    await edit(file);
    await requests[done % requests.length](file);
  }
  if (large && done % editsPerLargeEdit === 0) await editLarge(large);
  if (done % every !== 0) continue;
  const usage = await usageOfServer();
  heaps.push(usage.heapUsed);
  const memory = [usage.heapUsed, usage.rss].map((bytes) => (bytes / 2 ** 20).toFixed(1).padStart(11)).join('');
  const processor = ((usage.processor - processorBefore) / every).toFixed(2).padStart(23);
  console.log(String(done).padStart(7) + memory + processor);
  // Asked again, so that the collection of the first answer does not count.
  processorBefore = (await usageOfServer()).processor;
}

async function editLarge(/** @type {File} */ file) {
  // One repeat more or less.
  const range = { start: { line: 2, character: 26 }, end: { line: 2, character: 27 } };
  await time('diagnostics at the bounds', async () => {
    await change(file, range, String(file.version % 2));
    await ask('hover at the bounds', 'hover', file, { position: { line: 0, character: 9 } });
    await awaitDiagnostics(file);
  });
}

for (const [what, list] of times) {
  if (what.startsWith('diagnostics'))
    times.set(
      what,
      list.map((each) => Math.max(0, each - pause)),
    );
}
const percentile = (/** @type {number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
console.log(`\nMilliseconds of an answer, ${load()}\n`);
console.log(`${''.padEnd(28)}   count      p50      p99      max`);
let slow = false;
for (const [what, list] of times) {
  list.sort((a, b) => a - b);
  const figures = [0.5, 0.99, 1].map((share) => percentile(list, share));
  if (figures[1] >= (what.endsWith('bounds') ? 10 * goal : goal)) slow = true;
  console.log(
    what.padEnd(28) + String(list.length).padStart(8) + figures.map((each) => each.toFixed(1).padStart(9)).join(''),
  );
}

/** The largest heap of the second half against that of the first, without the first row. */
const warm = heaps.slice(1);
const middle = Math.ceil(warm.length / 2);
const growth = Math.max(...warm.slice(middle)) / Math.max(...warm.slice(0, middle)) - 1;
const flat = growth <= 0.1;
console.log(
  `\nHeap: ${growth < 0 ? '' : '+'}${(100 * growth).toFixed(1)} % in the second half. ${flat ? 'Flat.' : 'NOT flat.'}`,
);
console.log(
  slow
    ? `NOT every p99 is under ${goal} ms (1 s at the bounds).`
    : `Every p99 is under ${goal} ms (1 s at the bounds).`,
);
if (!flat || slow) process.exitCode = 1;
await connection.sendRequest('shutdown');
await connection.sendNotification('exit');
connection.dispose();
