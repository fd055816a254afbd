// `npm run bench:language`: how long an edit takes to become problems and hints, the server's whole work in one process:
// the text is parsed, analysed, and its diagnostics and inlay hints are made, beside the parse alone. Times are of a warm
// process, each round with another text, so that nothing is remembered.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// Chevrotain wants Object.groupBy, which Node 20 lacks.
await import('../language/group-by-shim.mjs');

/** The sources in one file in dist/, where it finds the packages. */
const bundle = new URL('../dist/bench-language.mjs', import.meta.url);
await build({
  stdin: {
    contents: `
      export { parseCnn, parseTree } from './language/index.js';
      export { diagnosticsOf } from './server/diagnostics.js';
      export { inlayHintsOf } from './server/inlay-hints.js';
      export { defaultSettings } from './server/settings.js';
    `,
    resolveDir: new URL('..', import.meta.url).pathname,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  loader: { '.cnn': 'text' },
  outfile: bundle.pathname,
  logLevel: 'warning',
});
const { parseCnn, parseTree, diagnosticsOf, inlayHintsOf, defaultSettings } = await import(
  pathToFileURL(bundle.pathname).href
);

const uri = 'file:///bench.cnn';
const everywhere = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };

/** Milliseconds of each part of the work on one text. */
function work(/** @type {string} */ text) {
  const marks = [performance.now()];
  parseTree(text);
  marks.push(performance.now());
  const analysis = parseCnn(text, 'bench');
  marks.push(performance.now());
  const diagnostics = diagnosticsOf(analysis, uri, defaultSettings);
  marks.push(performance.now());
  const hints = inlayHintsOf(analysis, uri, everywhere, defaultSettings);
  marks.push(performance.now());
  const errors = diagnostics.filter(({ severity }) => severity === 1);
  if (errors.length > 0 || hints.length === 0) throw new Error(`the bench's text is wrong: ${errors[0]?.message}`);
  const [parse, analyse, diagnose, hint] = marks.slice(1).map((mark, index) => mark - marks[index]);
  return { parse, analyse: analyse - parse, diagnose, hint, all: analyse + diagnose + hint };
}

/** A file of `lines` lines of about 31 tokens, no two alike, in networks of a hundred. */
function denseFile(/** @type {number} */ lines, /** @type {number} */ round) {
  const text = [`// round ${round}`];
  for (let line = 0; line < lines; line++) {
    if (line % 100 === 0) text.push(`network N${line} {`, '  input(32x32x8)');
    const [filters, rate] = [8 + (line % 57), (1 + ((line + round) % 89)) / 100];
    text.push(
      `  -> conv(${filters}, 3x3, stride=1, dilation=${1 + (line % 3)}) -> bn -> relu -> conv(${filters + 1}, 1x1, bias=false) -> dropout(${rate})`,
    );
    if (line % 100 === 99 || line === lines - 1) text.push('}');
  }
  return text.join('\n');
}

/** One network of an example with the blocks it is made of, a number of it edited. */
async function example(/** @type {string} */ file, /** @type {string} */ network, /** @type {number} */ number) {
  const all = await readFile(new URL(`../examples/${file}`, import.meta.url), 'utf8');
  const text = all.replace(/^network (\w+) \{[^}]*\}\n/gm, (statement, name) => (name === network ? statement : ''));
  const place = text.lastIndexOf(`(${number},`) + 1;
  if (place === 0) throw new Error(`${network} in ${file} has no (${number},`);
  const end = place + `${number}`.length;
  return (/** @type {number} */ round) => text.slice(0, place) + (number + (round % 50)) + text.slice(end);
}

const cases = [
  { name: 'ResNet-152', text: await example('resnet.cnn', 'ResNet152', 512), rounds: 100 },
  { name: 'ResNet-1001', text: await example('preactivation-resnet.cnn', 'PreResNet1001', 64), rounds: 100 },
  ...[500, 2_000, 10_000].map((lines) => ({
    name: `${lines.toLocaleString('en-US')} dense lines`,
    lines,
    text: (/** @type {number} */ round) => denseFile(lines, round),
    rounds: lines > 5_000 ? 8 : 24,
  })),
];

const percentile = (/** @type {number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const milliseconds = (/** @type {number} */ value) => value.toFixed(value < 99.95 ? 1 : 0);

const rows = [
  [
    'file',
    'edit to hints: median',
    'p95',
    'parse alone',
    'analyse',
    'diagnostics',
    'hints',
    'all / parse',
    'us a line',
  ],
];
for (const { name, text, rounds, lines } of cases) {
  if (parseCnn(text(0), 'bench').networks.length === 0) {
    rows.push([name, 'past the limit', ...Array(rows[0].length - 2).fill('')]);
    continue;
  }
  for (let round = 0; round < Math.ceil(rounds / 4); round++) work(text(round));
  const times = Array.from({ length: rounds }, (_, round) => work(text(1_000 + round)));
  const of = (/** @type {keyof ReturnType<typeof work>} */ part, share = 0.5) =>
    percentile(
      times.map((time) => time[part]).sort((a, b) => a - b),
      share,
    );
  rows.push([
    name,
    milliseconds(of('all')),
    milliseconds(of('all', 0.95)),
    milliseconds(of('parse')),
    milliseconds(of('analyse')),
    milliseconds(of('diagnose')),
    milliseconds(of('hint')),
    (of('all') / of('parse')).toFixed(2),
    lines === undefined ? '' : ((1000 * of('all')) / lines).toFixed(0),
  ]);
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
console.log('milliseconds, warm, each round with another text\n');
for (const row of rows) {
  console.log(
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
}
