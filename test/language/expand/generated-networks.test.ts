// Properties of generated networks: shapes, operations and receptive fields equal a brute-force count, and no figure
// depends on how the file is written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NetworkAnalysis, parseCnn } from '../../../language/index.js';

/** A window layer of a square network, or a join of two such chains. */
type Piece =
  | {
      readonly kind: 'conv' | 'maxpool';
      readonly k: number;
      readonly s: number;
      readonly p: number;
      readonly d: number;
    }
  | { readonly kind: 'relu' }
  | { readonly kind: 'add'; readonly branches: readonly [readonly Piece[], readonly Piece[]] };

const conv = fc.record({
  kind: fc.constant('conv' as const),
  k: fc.integer({ min: 1, max: 5 }),
  s: fc.integer({ min: 1, max: 3 }),
  p: fc.integer({ min: 0, max: 3 }),
  d: fc.integer({ min: 1, max: 2 }),
});
const pool = fc
  .record({ k: fc.integer({ min: 1, max: 4 }), s: fc.integer({ min: 1, max: 3 }) })
  .chain(({ k, s }) => fc.nat(Math.floor(k / 2)).map((p) => ({ kind: 'maxpool' as const, k, s, p, d: 1 })));
const relu = fc.constant({ kind: 'relu' as const });
/** Keeps its size, so that branches of it join. */
const keeping = fc
  .record({ half: fc.nat(2), d: fc.integer({ min: 1, max: 2 }) })
  .map(({ half, d }) => ({ kind: 'conv' as const, k: 2 * half + 1, s: 1, p: d * half, d }));
const add = fc
  .tuple(fc.array(keeping, { maxLength: 3 }), fc.array(keeping, { maxLength: 3 }))
  .map((branches): Piece => ({ kind: 'add', branches }));
const chain: fc.Arbitrary<Piece[]> = fc.array(fc.oneof(conv, pool, relu, add), { minLength: 1, maxLength: 6 });

const channels = 2;

function textOf(piece: Piece): string {
  if (piece.kind === 'relu') return 'relu';
  if (piece.kind === 'add') return `add(${piece.branches.map((branch) => chainText(branch) || 'identity').join(', ')})`;
  const { k, s, p, d } = piece;
  const filters = piece.kind === 'conv' ? `${channels}, ` : '';
  return `${piece.kind}(${filters}${k}, stride=${s}, pad=${p}, dilation=${d})`;
}

function chainText(pieces: readonly Piece[]): string {
  return pieces.map(textOf).join(' -> ');
}

/** How many places a window has: counted by sliding it. */
function slide(size: number, { k, s, p, d }: { k: number; s: number; p: number; d: number }): number {
  let places = 0;
  for (let at = -p; at + d * (k - 1) <= size - 1 + p; at += s) places++;
  return places;
}

function sizeAfter(size: number, piece: Piece): number {
  return piece.kind === 'conv' || piece.kind === 'maxpool' ? slide(size, piece) : size;
}

/** The pixels that unit `index` behind the pieces sees, on an image without borders. */
function pixels(pieces: readonly Piece[], index: number): Set<number> {
  let seen = new Set([index]);
  for (const piece of [...pieces].reverse()) {
    if (piece.kind === 'relu') continue;
    const before = new Set<number>();
    for (const unit of seen) {
      if (piece.kind === 'add') {
        for (const branch of piece.branches) for (const pixel of pixels(branch, unit)) before.add(pixel);
      } else {
        for (let tap = 0; tap < piece.k; tap++) before.add(unit * piece.s - piece.p + tap * piece.d);
      }
    }
    seen = before;
  }
  return seen;
}

function onlyNetwork(text: string): NetworkAnalysis {
  return parseCnn(text, 'generated').networks[0];
}

/** All figures, without names and places. */
function figures({ instances, totals }: NetworkAnalysis) {
  return { totals, layers: instances.map(({ layer, cost, field }) => [layer.operation, layer.output, cost, field]) };
}

describe('generated networks', () => {
  it('have the shapes, operations and receptive fields of a brute-force count', () => {
    fc.assert(
      fc.property(chain, fc.integer({ min: 20, max: 60 }), (pieces, input) => {
        let size = input;
        for (const piece of pieces) {
          size = sizeAfter(size, piece);
          fc.pre(size > 0);
        }
        const network = onlyNetwork(`input(${input}x${input}x${channels}) -> ${chainText(pieces)}`);
        expect(network.sound).toBe(true);
        const { layer, field } = network.instances.at(-1)!;
        expect([layer.output.height, layer.output.width]).toEqual([size, size]);
        let macs = 0;
        for (const { layer } of network.instances) {
          if (layer.operation.kind !== 'conv') continue;
          for (let place = 0; place < layer.output.height * layer.output.width; place++) {
            macs += layer.operation.window.kernel[0] * layer.operation.window.kernel[1] * channels * channels;
          }
        }
        expect(network.totals.macs).toBe(macs);
        const [first, next] = [pixels(pieces, 0), pixels(pieces, 1)].map((seen) => [
          Math.min(...seen),
          Math.max(...seen),
        ]);
        expect(field.size).toEqual([first[1] - first[0] + 1, first[1] - first[0] + 1]);
        expect(field.stride).toEqual([next[0] - first[0], next[0] - first[0]]);
        expect(field.start).toEqual([(first[0] + first[1]) / 2, (first[0] + first[1]) / 2]);
      }),
      { numRuns: 400 },
    );
  });

  it('have the same figures however they are spaced, broken into lines and commented', () => {
    const space = fc.constantFrom(' ', '\n', '\t', '  \n ', ' /* note */ ', ' // note\n');
    fc.assert(
      fc.property(chain, fc.infiniteStream(space), (pieces, spaces) => {
        const text = `input(40x40x${channels}) -> ${chainText(pieces)}`;
        // Between any two tokens, but inside none: `->` and names before `=` stay whole.
        const spaced = text.replace(/(->|[(),]|(?<=[=]))/g, (token) => `${token}${spaces.next().value}`);
        expect(figures(onlyNetwork(spaced))).toEqual(figures(onlyNetwork(text)));
      }),
      { numRuns: 200 },
    );
  });

  it('have the same figures when a part of them becomes a block, also one used through a name', () => {
    fc.assert(
      fc.property(chain, fc.nat(5), fc.nat(5), (pieces, a, b) => {
        const [from, to] = [Math.min(a, b) % pieces.length, pieces.length - (Math.max(a, b) % pieces.length)];
        fc.pre(from < to);
        const text = `input(40x40x${channels}) -> ${chainText(pieces)}`;
        const elements = [...pieces.slice(0, from).map(textOf), 'Part', ...pieces.slice(to).map(textOf)].join(' -> ');
        const inner = chainText(pieces.slice(from, to));
        const extracted = `block Part { ${inner} } network N { input(40x40x${channels}) -> ${elements} }`;
        const named = `network N { Part = ${inner} input(40x40x${channels}) -> ${elements} }`;
        expect(figures(onlyNetwork(extracted))).toEqual(figures(onlyNetwork(text)));
        expect(figures(onlyNetwork(named))).toEqual(figures(onlyNetwork(text)));
      }),
      { numRuns: 200 },
    );
  });
});
