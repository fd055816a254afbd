// Incremental analysis: networks that an edit does not touch come from the cache, with the result of an analysis from
// scratch.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Analysis,
  analyse,
  type Importer,
  type ParsedFile,
  parseCnn,
  parseTree,
} from '../../../language/index.js';
import { edits, versions } from '../random-edits.js';

/** The file that `import "x.cnn"` finds. */
const importer: Importer = (path) => (path === 'x.cnn' ? { id: path, parsed: imported } : undefined);
const imported = parseTree('block Imported { conv(8) -> relu }');

describe('analysing a text after an edit', () => {
  it('gives the same as analysing it from scratch', () => {
    fc.assert(
      fc.property(edits, (sequence) => {
        let parsed: ParsedFile | undefined;
        let before: Analysis | undefined;
        for (const text of versions(sequence)) {
          parsed = parseTree(text, parsed);
          before = analyse(parsed, 'file', importer, before);
          expect(before).toEqual(parseCnn(text, 'file', importer));
        }
      }),
      { numRuns: 30 },
    );
  });

  const two =
    'block B(n) { conv(n) }\nnetwork A { input(8x8x1) -> B(4) -> fc(10) }\nnetwork C { input(8x8x1) -> B(8) }';
  const reuseAfter = (edit: (text: string) => string) => {
    const parsed = parseTree(two);
    const before = analyse(parsed, 'file', importer);
    const after = analyse(parseTree(edit(two), parsed), 'file', importer, before);
    return after.networks.map((network, index) => network === before.networks[index]);
  };

  it('reuses the networks that the edit does not touch', () => {
    expect(reuseAfter((text) => text.replace('fc(10)', 'fc(100)'))).toEqual([false, true]);
    expect(reuseAfter((text) => text.replace('B(8)', 'B(8) -> relu'))).toEqual([true, false]);
  });

  it('reuses none where a block, a line or a default changed', () => {
    expect(reuseAfter((text) => text.replace('conv(n)', 'conv(n, 5x5)'))).toEqual([false, false]);
    expect(reuseAfter((text) => text.replace('{ input', '{\n input'))).toEqual([false, false]);
    expect(reuseAfter((text) => `defaults { conv(bias=false) }${text}`)).toEqual([false, false]);
  });
});
