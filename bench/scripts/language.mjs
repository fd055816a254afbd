// `npm run bench:language [WORD...]`: time from an edit to diagnostics and inlay hints in view, in one warm process.
// `edit` changes one number (every tenth edit of a dense file inserts a line) with the server's caches; `fresh` is a
// new text each round, without caches. Words select the files whose names contain one of them.
import { readFile } from 'node:fs/promises';
import { loadSources } from '../../build/sources.mjs';

const {
  analyse,
  parseTree,
  diagnostics: publishing,
  inlayHints,
  createPlanner,
  defaultSettings,
  runToEnd,
} = await loadSources(
  'language',
  `
  export { analyse, parseTree } from './language/index.js';
  export { diagnostics } from './server/features/diagnostics.js';
  export { inlayHints } from './server/features/inlay-hints/inlay-hints.js';
  export { createPlanner } from './server/workspace/planner.js';
  export { defaultSettings } from './server/workspace/settings.js';
  export { runToEnd } from './model/interruptible.js';
`,
);

const uri = 'file:///bench.cnn';
const nothing = () => undefined;
const planner = createPlanner();
/** Of the document, the features used here read only these. */
const document = { uri, version: 1 };

/** Lines visible in an editor. */
const linesInView = 60;

/**
 * Milliseconds of each part of the work on a text, with `line` in the middle of the view.
 * @param {string} text
 * @param {number} line
 * @param {{ parsed: any, analysis: any }=} before the server's caches of the previous text; absent for a new file
 */
function work(text, line, before) {
  const marks = [performance.now()];
  const parsed = parseTree(text, before?.parsed);
  marks.push(performance.now());
  const analysis = analyse(parsed, 'bench', nothing, before?.analysis);
  marks.push(performance.now());
  const snapshot = { analysis, file: { document, parsed }, settings: defaultSettings, planner };
  const { diagnostics } = runToEnd(publishing.compute(snapshot));
  marks.push(performance.now());
  const start = { line: Math.max(0, line - linesInView / 2), character: 0 };
  const view = { start, end: { line: start.line + linesInView, character: 0 } };
  const hints = inlayHints.handle(snapshot, { range: view });
  marks.push(performance.now());
  const errors = diagnostics.filter(({ severity }) => severity === 1);
  if (errors.length > 0 || hints.length === 0) throw new Error(`the bench's text is wrong: ${errors[0]?.message}`);
  const [parse, analyse_, diagnose, hint] = marks.slice(1).map((mark, index) => mark - marks[index]);
  const all = marks[marks.length - 1] - marks[0];
  return { times: { parse, analyse: analyse_, diagnose, hint, all }, caches: { parsed, analysis } };
}

/** A file of `lines` different lines of about 31 tokens, in networks of a hundred lines. */
function denseFile(/** @type {number} */ lines, /** @type {number} */ round) {
  const text = [`// round ${round}`];
  for (let line = 0; line < lines; line++) {
    if (line % 100 === 0) text.push(`network N${line} {`, '  input(32x32x8)');
    const [filters, rate] = [8 + (line % 57), (1 + ((line + round) % 89)) / 100];
    const first = `conv(${filters}, 3x3, stride=1, dilation=${1 + (line % 3)}) -> bn -> relu`;
    text.push(`  -> ${first} -> conv(${filters + 1}, 1x1, bias=false) -> dropout(${rate})`);
    if (line % 100 === 99 || line === lines - 1) text.push('}');
  }
  return text.join('\n');
}

/** Edits of a dense file, each at another line. */
function* denseEdits(/** @type {number} */ lines) {
  const current = denseFile(lines, 0).split('\n');
  for (let round = 1; ; round++) {
    let line = (round * 7_919) % current.length;
    while (!current[line].includes('dropout')) line++;
    if (round % 10 === 0) current.splice(line, 0, '');
    else current[line] = current[line].replace(/dropout\(.*\)/, `dropout(0.${100 + (round % 800)})`);
    yield { text: current.join('\n'), line };
  }
}

/** Edits of one number in one network of an example file and the blocks it uses. */
async function example(/** @type {string} */ file, /** @type {string} */ network, /** @type {number} */ number) {
  const all = await readFile(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
  const text = all.replace(/^network (\w+) \{[^}]*\}\n/gm, (statement, name) => (name === network ? statement : ''));
  const place = text.lastIndexOf(`(${number},`) + 1;
  if (place === 0) throw new Error(`${network} in ${file} has no (${number},`);
  const end = place + `${number}`.length;
  const line = text.slice(0, place).split('\n').length - 1;
  return function* edits() {
    for (let round = 1; ; round++) {
      yield { text: text.slice(0, place) + (number + (round % 50)) + text.slice(end), line };
    }
  };
}

/** Texts that share no line with the one before. */
function* denseTexts(/** @type {number} */ lines) {
  for (let round = 1; ; round++) yield { text: denseFile(lines, round), line: lines / 2 };
}

const resnet152 = await example('resnet.cnn', 'ResNet152', 512);
const resnet1001 = await example('preactivation-resnet.cnn', 'PreResNet1001', 64);
const cases = [
  { name: 'ResNet-152', fresh: resnet152, edits: resnet152, rounds: 100 },
  { name: 'ResNet-1001', fresh: resnet1001, edits: resnet1001, rounds: 100 },
  ...[500, 2_000, 10_000].map((lines) => ({
    name: `${lines.toLocaleString('en-US')} dense lines`,
    fresh: () => denseTexts(lines),
    edits: () => denseEdits(lines),
    rounds: lines > 5_000 ? 5 : 20,
  })),
];
const chosen = process.argv.slice(2);

const percentile = (/** @type {number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const milliseconds = (/** @type {number} */ value) => value.toFixed(value < 99.95 ? 1 : 0);

const rows = [['file', '', 'median', 'p95', 'parse', 'analyse', 'diagnostics', 'hints', 'all / fresh parse']];

/** Times of `rounds` rounds after a warm-up. */
function measure(
  /** @type {Iterable<{ text: string, line: number }>} */ texts,
  /** @type {number} */ rounds,
  isCached = false,
) {
  const times = [];
  const warmUp = Math.ceil(rounds / 4);
  let caches;
  for (const { text, line } of texts) {
    const done = work(text, line, isCached ? caches : undefined);
    caches = done.caches;
    times.push(done.times);
    if (times.length === warmUp + rounds) return times.slice(warmUp);
  }
  return times;
}

for (const { name, fresh, edits, rounds } of cases) {
  if (chosen.length > 0 && !chosen.some((word) => name.includes(word))) continue;
  const freshTimes = measure(fresh(), rounds);
  const of = (/** @type {typeof freshTimes} */ times, /** @type {keyof typeof times[0]} */ part, share = 0.5) =>
    percentile(
      times.map((time) => time[part]).sort((a, b) => a - b),
      share,
    );
  const bareParse = of(freshTimes, 'parse');
  const row = (/** @type {string} */ kind, /** @type {typeof freshTimes} */ times) => [
    name,
    kind,
    milliseconds(of(times, 'all')),
    milliseconds(of(times, 'all', 0.95)),
    milliseconds(of(times, 'parse')),
    milliseconds(of(times, 'analyse')),
    milliseconds(of(times, 'diagnose')),
    milliseconds(of(times, 'hint')),
    (of(times, 'all') / bareParse).toFixed(2),
  ];
  // Edits are so fast that a 95th percentile needs at least a hundred of them.
  rows.push(row('edit', measure(edits(), Math.max(100, rounds), true)), row('fresh', freshTimes));
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
console.log('milliseconds from a text to its diagnostics and the inlay hints in view, warm\n');
for (const row of rows) {
  console.log(
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
}
