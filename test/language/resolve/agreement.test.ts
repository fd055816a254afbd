// Resolution and expansion give every name the same meaning. A name is renamed where resolution says that it is
// declared and used: the network must stay the same. Renamed at its declaration alone, it must not.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Analysis,
  analyse,
  diagnosticTable,
  type NetworkAnalysis,
  parseTree,
  resolveNames,
} from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { readText } from '../ground-truth.js';

const examples = readdirSync(new URL('../../../examples/', import.meta.url)).filter((file) => file.endsWith('.cnn'));

const noFiles = () => undefined;

/** What a file comes to, but for its names: equal for two files that differ in names alone. */
function meaningOf({ networks, jobs, diagnostics }: Analysis) {
  const layers = ({ graph }: NetworkAnalysis) =>
    graph.layers.map(({ operation, inputs, output }) => [operation, inputs, output]);
  return JSON.stringify({
    networks: networks.map((each) => [layers(each), each.graph.outputs, each.sound, each.blocks.length]),
    jobs: jobs.map(({ job }) => job && { ...job, network: '', freeze: job.freeze.length }),
    errors: diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : [])),
  });
}

/** Renames each declared name in turn; answers with what went wrong. */
function findDisagreements(text: string): string[] {
  const parsed = parseTree(text);
  const read = (edited: string) => analyse(parseTree(edited, parsed), 'example', noFiles, before);
  const before = analyse(parsed, 'example', noFiles);
  const meaning = meaningOf(before);
  const symbols = resolveNames(parsed, 'example', noFiles);
  return symbols.declarations.flatMap(({ symbol, range }) => {
    if (symbol.name === 'example') return [];
    const newText = 'renamed_everywhere';
    const references = symbols.referencesTo(symbol);
    const all = [range, ...references.map((each) => each.range)].map((each) => ({ range: each, newText }));
    const wrong = meaningOf(read(applyEdits(text, all))) === meaning ? [] : [`${symbol.id} renamed`];
    if (references.length === 0) return wrong;
    const alone = meaningOf(read(applyEdits(text, [{ range, newText }])));
    return alone === meaning ? [...wrong, `${symbol.id} renamed at its declaration`] : wrong;
  });
}

/** Each call that placed a layer or a block means the built-in or block that was placed. */
function findMisplaced(text: string): string[] {
  const parsed = parseTree(text);
  const symbols = resolveNames(parsed, 'example', noFiles);
  const calls = new Map<string, { at: { line: number; character: number }; name: string }>();
  for (const { instances, blocks } of analyse(parsed, 'example', noFiles).networks) {
    for (const { origin, layer } of instances) {
      calls.set(JSON.stringify(origin.start), { at: origin.start, name: layer.operation.kind });
    }
    for (const { origin, block } of blocks) calls.set(JSON.stringify(origin.start), { at: origin.start, name: block });
  }
  return [...calls.values()].flatMap(({ at, name }) => {
    const found = symbols.symbolAt(at)?.symbol;
    return found?.name === name && ['builtin', 'block'].includes(found.kind) ? [] : [`${name}: ${found?.id}`];
  });
}

describe('examples', () => {
  it.each(examples)('%s', (file) => {
    const text = readText(`examples/${file}`);
    expect(findDisagreements(text)).toEqual([]);
    expect(findMisplaced(text)).toEqual([]);
  });
});

describe('right examples of the diagnostics', () => {
  const own = [...diagnosticTable.values()].filter(({ imported }) => !imported);
  it.each(own)('$code', ({ right }) => {
    expect(findDisagreements(right)).toEqual([]);
  });
});

describe('names that hide others', () => {
  // No renaming keeps this valid: `p = relu` needs the built-in when it is bound, and means the binding when placed.
  it('places the binding behind a name that was a built-in when it was bound', () => {
    const text = 'network A { p = relu relu = gelu input(8x8x1) -> p -> fc(2) }';
    const [network] = analyse(parseTree(text), 'example', noFiles).networks;
    expect(network.graph.layers.map(({ operation }) => operation.kind)).toEqual(['input', 'gelu', 'fc']);
    const found = resolveNames(parseTree(text), 'example', noFiles).symbolAt({ line: 0, character: 16 });
    expect(found?.symbol.kind).toBe('binding');
  });

  it.each([
    'block relu { gelu } network A { input(8x8x1) -> relu -> fc(2) }',
    'block act { gelu } block B(act=relu) { conv(4) -> act } network A { input(8x8x1) -> B -> B(tanh) -> act }',
    'block B(n, m=2*n, act=[bn -> relu]) { conv(m) -> act } network A { n = 3 input(8x8x1) -> B(n) -> B(2, n) }',
    'block B(stride=2) { conv(4, stride=stride) -> conv(stride) } network A { input(8x8x1) -> B(stride=1) -> fc(2) }',
    'network A { relu = gelu input(8x8x1) -> relu -> fc(2) }',
    'network A { p = [relu -> q] input(8x8x1) -> p -> fc(n) q = gelu relu = tanh n = 3 }',
    'network A { x = input(8x8x1) -> relu relu = gelu x -> relu -> fc(2) }',
    'network A { p = relu*n n = 2 input(8x8x1) -> p -> fc(n) }',
    `network A { x = input(8x8x1) -> conv(4) y = add(x -> conv(4), x) output(y -> relu -> fc(2)) relu = tanh
      output(x -> relu -> fc(2)) }`,
    'block B(same=2) { conv(same, pad=same) } network A { input(8x8x1) -> B -> fc(2) }',
    'block B(channels=2) { conv(channels) } network A { input(8x8x1) -> B -> conv(channels) -> fc(2) }',
    'block B(skip=input -> conv(m), m=4) { add(conv(m), skip) } network A { input(8x8x1) -> B -> fc(2) }',
    'block B(n) { conv(n) } block C(B) { B -> conv(2) } network A { input(8x8x1) -> C(B(3)) -> C(relu) -> fc(2) }',
    'network A { input(8x8x1) -> conv(4) -> fc(2) assert params < most most = 1M }',
    'network A { params = 9 input(8x8x1) -> fc(2) assert params < 10 }',
    `block U { conv(4) } network A { p = [U -> U] input(8x8x1) -> p -> fc(2) }
      train A { data = shapes(8x8x1, 8) freeze = ("p/U.2", "fc") }`,
  ])('%s', (text) => {
    expect(findDisagreements(text)).toEqual([]);
    expect(findMisplaced(text)).toEqual([]);
  });
});
