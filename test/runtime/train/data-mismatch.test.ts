// The messages for data that does not fit a network: their advice works when it is followed.
import { expect, it } from 'vitest';
import { parseCnn } from '../../../language/index.js';
import type { Shape } from '../../../model/index.js';
import type { DataSet } from '../../../runtime/data/index.js';
import { findDataMismatch } from '../../../runtime/train/data-mismatch.js';

const { graph } = parseCnn('network A { input(28x28x1) -> fc(10) }', 'file').networks[0];
const job = { augment: [], goal: 'class' } as const;
const none = { count: 0, pixels: new Uint8Array(), labels: new Uint8Array() };

function images(height: number, width: number, channels: number): DataSet {
  const shape: Shape = { height, width, channels };
  return { name: 'set', shape, classes: 10, train: none, test: none };
}

it('asks for the input that the images have', () => {
  expect(findDataMismatch(graph, images(14, 28, 1), job)).toBe(
    'A takes images of 28x28x1, but those of set are 14x28x1; write input(14x28x1).',
  );
});

it('asks for channels last when they come first', () => {
  expect(findDataMismatch(graph, images(1, 28, 28), job)).toBe(
    'A takes images of 28x28x1, but those of set are 1x28x28; their channels come first: ' +
      'save them as x.transpose(0, 2, 3, 1).',
  );
});

it('has nothing to say where they fit', () => {
  expect(findDataMismatch(graph, images(28, 28, 1), job)).toBeUndefined();
});
