// One budget for all passes: a file that asks for endless work gets one diagnostic, at the place, with the limit, and
// what it spends is bounded, whichever network comes from the cache.
import { describe, expect, it } from 'vitest';
import { Budget, NetworkAccount } from '../../language/budget.js';
import { type Analysis, analyse, type Importer, parseCnn, parseTree } from '../../language/index.js';
import { workLimits } from '../../language/limits.js';

const many = (count: number, write: (index: number) => string) => Array.from({ length: count }, (_, i) => write(i));

/** A block of this body, expanded once for each of many calls, since each call has its own argument. */
function inManyCalls(body: string, calls = 3000): string {
  const chain = many(calls, (index) => `B(${index + 1})`).join(' -> ');
  return `block B(n) { ${body} conv(n) }\nnetwork N { input(8x8x3) -> ${chain} }`;
}

/** What one analysis asks for at most, were it not bounded: each of these takes minutes or hours then. */
const endless: readonly (readonly [name: string, resource: string, text: string])[] = [
  [
    'repeats of nothing',
    '100,000 calls and repeats',
    `network N { input(8x8x3) ${'-> [relu*0]*20000 '.repeat(6)} -> conv(8) }`,
  ],
  ['pieces that double', '100,000 calls and repeats', `network N { a0 = relu*0 ${double(40)} input(8x8x3) -> a40 }`],
  [
    'joins of very many tensors',
    '100,000 calls and repeats',
    inManyCalls(`x = input -> relu  y = add(${'x, '.repeat(5000)}x)  y ->`),
  ],
  [
    'a long tuple in every call',
    '400,000 numbers and names',
    inManyCalls('').replace('B(n)', `B(n, t=(${'1, '.repeat(5000)}1))`),
  ],
  ['many names in every call', '400,000 numbers and names', inManyCalls(many(1000, (i) => `a${i} = n + 1`).join('  '))],
  ['a mistake in every call', '200,000 mistakes', inManyCalls(`relu(${'n, '.repeat(2000)}n) ->`)],
  ['unknown names', '400,000 numbers and names', inManyCalls(many(1000, (i) => `a${i} = zz${i}`).join('  '))],
];

function double(times: number): string {
  return many(times, (index) => `a${index + 1} = a${index} -> a${index}`).join(' ');
}

const exceeded = ({ diagnostics }: Analysis) =>
  diagnostics.flatMap(({ code, message }) => (code === 'too-much-work' ? message : []));

describe.each(endless)('%s', (_, limit, text) => {
  const parsed = parseTree(text);
  const analysis = analyse(parsed, 'file', () => undefined);

  it('is one diagnostic that says the limit', () => {
    expect(exceeded(analysis).filter((message) => !message.includes('messages'))).toEqual([
      expect.stringContaining(`a network may have up to ${limit}`),
    ]);
    expect(analysis.failures).toBeUndefined();
  });

  it('is the same where an edit leaves the network in the cache', () => {
    const edited = `${text}\n// c`;
    const again = analyse(parseTree(edited, parsed), 'file', () => undefined, analysis);
    expect(again).toEqual(parseCnn(edited, 'file'));
  });
});

describe('the limits of a file', () => {
  const network = (index: number) =>
    `network N${index} { input(8x8x3) ${'-> [relu*0]*20000 '.repeat(4)} -> conv(${index + 1}) }`;

  it('count what all its networks expand, cached or not', () => {
    const text = many(6, network).join('\n');
    const parsed = parseTree(text);
    const analysis = analyse(parsed, 'file', () => undefined);
    expect(exceeded(analysis)).toEqual([expect.stringContaining('a file may have up to 300,000 calls and repeats')]);
    expect(analysis.networks).toHaveLength(4);
    const edited = text.replace('conv(1)', 'conv(10)');
    expect(analyse(parseTree(edited, parsed), 'file', () => undefined, analysis)).toEqual(parseCnn(edited, 'file'));
  });

  it('count the words of the files that it imports, and read no more of them', () => {
    const large = parseTree(`block B { ${'relu -> '.repeat(workLimits.tokens.file / 4)} relu }`);
    let read = 0;
    const importer: Importer = (path) => {
      read++;
      return { id: path, parsed: large };
    };
    const imports = many(50, (index) => `import "f${index}.cnn"`).join('\n');
    const analysis = parseCnn(`${imports}\nnetwork N { input(8x8x3) -> fc(2) }`, 'file', importer);
    const [first, ...others] = exceeded(analysis);
    expect(first).toContain('80,000 words and signs together');
    expect(others).toEqual([]);
    expect(read).toBe(2);
  });

  it('say that there are more mistakes than are shown', () => {
    const { diagnostics } = parseCnn(many(300, (index) => `network N { input(8x8x3) -> zz${index} }`).join('\n'), 'f');
    expect(diagnostics.filter(({ message }) => message.includes('may have up to 200 messages'))).toHaveLength(1);
    expect(diagnostics).toHaveLength(workLimits.diagnostics.file + 1);
  });
});

describe('a budget', () => {
  it('is that of the network while one is worked on, and counts for the file', () => {
    const budget = new Budget();
    const account = new NetworkAccount();
    const { result, spent } = budget.record(account, () => [
      budget.spend('evaluations', workLimits.evaluations.network),
      budget.spend('evaluations'),
    ]);
    expect(result).toEqual([true, false]);
    expect(spent.evaluations).toBe(workLimits.evaluations.network + 1);
    expect(budget.left('evaluations')).toBe(workLimits.evaluations.file - spent.evaluations);
    expect(budget.spend('evaluations')).toBe(true);
  });

  it('is drawn from alike by work and by its replay', () => {
    const [worked, replayed] = [new Budget(), new Budget()];
    const { spent } = worked.record(new NetworkAccount(), () => worked.spend('reports', 7));
    replayed.replay(spent);
    expect(replayed.snapshot()).toEqual(worked.snapshot());
  });

  it('answers each limit that was exceeded once', () => {
    const budget = new Budget();
    expect(budget.takeExceeded('reports')).toBeUndefined();
    budget.spend('reports', workLimits.reports.file + 1);
    expect(budget.exhausted('layers', 'reports')).toBe('reports');
    expect(budget.takeExceeded('reports')).toEqual({ resource: 'reports', of: 'file', limit: 500_000 });
    expect(budget.takeExceeded('reports')).toBeUndefined();
  });
});
