// A network's pattern, recognised and written as the textbook writes it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCnn, patternOf } from '../../../language/index.js';
import { readText, soundNetwork } from '../ground-truth.js';

const pattern = (text: string) => patternOf(soundNetwork(text).graph);

describe('patterns', () => {
  it.each([
    ['INPUT(32x32x3) -> FC(10)', 'INPUT -> FC'],
    ['INPUT(32x32x3) -> CONV(32) -> RELU -> FC(10)', 'INPUT -> CONV -> RELU -> FC'],
    [
      'INPUT(32x32x3) -> [CONV(32) -> RELU -> CONV(32) -> RELU -> POOL]*3 -> [FC(256) -> RELU]*2 -> FC(10)',
      'INPUT -> [[CONV -> RELU]*2 -> POOL]*3 -> [FC -> RELU]*2 -> FC',
    ],
    // However it is written: blocks, single layers and other filters make no difference.
    [
      `block Two(n) { conv(n) -> relu -> conv(n) -> relu }
       network N {
         input(32x32x3) -> Two(8) -> maxpool(2) -> Two(16) -> maxpool(2) -> fc(9) -> relu -> fc(9) -> relu -> fc(2)
       }`,
      'INPUT -> [[CONV -> RELU]*2 -> POOL]*2 -> [FC -> RELU]*2 -> FC',
    ],
    ['input(8x8x1) -> relu -> relu -> relu -> fc(2)', 'INPUT -> RELU*3 -> FC'],
  ])('%s', (text, expected) => {
    expect(pattern(text)).toBe(expected);
  });

  it("VGG-16's", () => {
    expect(pattern(readText('examples/vgg16.cnn'))).toBe(
      'INPUT -> [[CONV -> RELU]*2 -> POOL]*2 -> [[CONV -> RELU]*3 -> POOL]*3 -> ' +
        '[FC -> RELU -> DROPOUT]*2 -> FC -> SOFTMAX',
    );
  });

  it('a network with branches has none', () => {
    expect(pattern('input(8x8x4) -> add(conv(4), identity) -> fc(2)')).toBeUndefined();
  });

  it('says the same layers in the same order, whatever the nesting', () => {
    const piece = fc.letrec<{ piece: string }>((tie) => ({
      piece: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('conv(2)', 'relu', 'maxpool(1)', 'softmax'),
        fc.tuple(tie('piece'), tie('piece')).map(([a, b]) => `${a} -> ${b}`),
        fc.tuple(tie('piece'), fc.integer({ min: 1, max: 4 })).map(([a, n]) => `[${a}]*${n}`),
      ),
    })).piece;
    // The pattern read back: its words get arguments, and must expand to the layers it was taken from.
    const args: Record<string, string> = { INPUT: 'INPUT(4x4x2)', CONV: 'CONV(2)', POOL: 'POOL(1)' };
    fc.assert(
      fc.property(piece, (text) => {
        const { graph } = parseCnn(`input(4x4x2) -> ${text}`, 'p').networks[0];
        const written = patternOf(graph);
        if (written === undefined) return;
        const again = parseCnn(
          written.replace(/[A-Z]+/g, (word) => args[word] ?? word),
          'p',
        ).networks[0].graph;
        expect(again.layers.map((layer) => layer.operation.kind)).toEqual(
          graph.layers.map((layer) => layer.operation.kind),
        );
      }),
      { numRuns: 300 },
    );
  });
});
