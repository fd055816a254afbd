// The fields of every unit of random networks, against sets of pixels found by following every connection.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createInstance } from '../../../../language/measure/draft-instance.js';
import { unitAt } from '../../../../language/measure/fields/axis-field.js';
import { measure } from '../../../../language/measure/measure.js';
import type { Graph } from '../../../../model/index.js';
import { soundNetwork } from '../../ground-truth.js';
import { covers, type Seen, seenPixels } from './brute-force.js';
import { randomNetworks } from './random-networks.js';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function measured(graph: Graph) {
  const instances = graph.layers.map((layer) => createInstance(layer, { origin: nowhere }, []));
  measure(instances, 0);
  return instances;
}

/** The hull of a set of pixels. */
function interval(pixels: Seen): [first: number, last: number] | 'all' | 'none' {
  if (pixels === 'all') return 'all';
  return pixels.size === 0 ? 'none' : [Math.min(...pixels), Math.max(...pixels)];
}

function expectBruteForce(graph: Graph): void {
  const seen = seenPixels(graph);
  const image = [graph.layers[0].output.height, graph.layers[0].output.width];
  for (const { layer, field } of measured(graph)) {
    const sides = [layer.output.height, layer.output.width];
    let whole = true;
    for (const axis of [0, 1] as const) {
      const units = field.axes[axis];
      if (units.kind === 'uncounted') throw new Error(`layer ${layer.id} is uncounted`);
      const all = Array.from({ length: sides[axis] }, (_, unit) => seen(layer.id, axis, unit));
      const own = all.map((_, unit) => {
        const { first, last } = unitAt(units, unit);
        return first === Number.NEGATIVE_INFINITY ? 'all' : first > last ? 'none' : [first, last];
      });
      const intervals = all.map(interval);
      expect(own, `layer ${layer.id}, axis ${axis}`).toEqual(intervals);
      const clipped = intervals.map((each) => (each === 'all' ? [0, image[axis] - 1] : each));
      const sizes = clipped.map((each) => (each === 'none' ? 0 : each[1] - each[0] + 1));
      expect([field.size[axis], field.smallest[axis]]).toEqual([Math.max(...sizes), Math.min(...sizes)]);
      const [first] = clipped;
      expect(field.start[axis]).toBe(first === 'none' ? 0 : (first[0] + first[1]) / 2);
      whole &&= all.every((pixels) => covers(pixels, image[axis]));
    }
    expect(field.whole, `layer ${layer.id}`).toBe(whole);
  }
}

it('every unit of 1,000 random networks sees what following its connections finds', () => {
  fc.assert(fc.property(randomNetworks, expectBruteForce), { numRuns: 1000, seed: 14 });
}, 120_000);

// Steps of unequal lengths, skipped by strides, and factors larger than random networks have.
it.each([
  'input(6x6x1) -> upsample(3) -> maxpool(2) -> upsample(4) -> conv(1, 1x1, stride=6)',
  'input(6x6x1) -> upsample(3) -> maxpool(2) -> upsample(4) -> conv(1, 5x5, stride=6, pad=4)',
  'a = input(6x6x1) -> upsample(4) a -> add(crop((0, 0, 2, 2)), crop((1, 1, 1, 1))) -> maxpool(2)',
  'a = input(6x6x1) -> upsample(5) a -> add(crop((0, 0, 2, 2)), crop((1, 1, 1, 1))) -> maxpool(2) -> conv(1)',
  'a = input(4x4x1) -> upsample(7) a -> add(crop((0, 0, 9, 9)), crop((9, 4, 0, 5))) -> conv(1, 3, stride=3)',
  'a = input(4x4x1) -> upsample(12) a -> add(crop((0, 0, 9, 9)), crop((9, 4, 0, 5))) -> conv(1, 2, stride=5, pad=0)',
  'input(5x5x1) -> upconv(1, 3x3, stride=7, dilation=2) -> conv(1, 3x3, dilation=3) -> upsample(3) -> maxpool(2)',
  'a = input(16x16x1) a -> add(crop((0, 0, 8, 8)), maxpool(2)) -> upsample(6, mode=bilinear) -> conv(1, stride=4)',
])('every unit sees what following its connections finds: %s', (text) => {
  expectBruteForce(soundNetwork(`network A { ${text} }`).graph);
});
