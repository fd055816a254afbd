// Where a training job's images come from, as plain data, and what is known of them before anything is read or drawn.
// A path is as written: relative to the .cnn file, with forward slashes.
import type { Goal } from './goal.js';
import { formatSize, type Shape } from './shape.js';

export type DataSource =
  /** Embedded: a part of MNIST. */
  | { readonly kind: 'digits' }
  /** Drawn by `seed`: `train` images to learn from, `test` others to be tested on. */
  | {
      readonly kind: 'shapes';
      readonly size: Shape;
      readonly train: number;
      readonly test: number;
      readonly seed: number;
    }
  /** The folder with the set's files as they are given out. */
  | { readonly kind: 'mnist' | 'fashion_mnist'; readonly path: string }
  | { readonly kind: 'cifar10'; readonly path: string }
  /** A folder with a folder of images for each class; `test` is the share held out for testing. */
  | { readonly kind: 'folder'; readonly path: string; readonly size: Shape; readonly test: number }
  /** NumPy's arrays x_train, y_train, x_test and y_test in one file. */
  | { readonly kind: 'npz'; readonly path: string };

/** What a job reads of the disk or the workspace; undefined for one that reads nothing. */
export function pathOf(source: DataSource): string | undefined {
  return 'path' in source ? source.path : undefined;
}

/** What drawn images show; a label is an index of it. */
export const drawnShapes = ['circle', 'square', 'triangle', 'cross'] as const;

/** What the network learns to answer, where the job's target is the data set's own or the input. */
export function goalOf(_source: DataSource, target: 'data' | 'input'): Goal {
  return target === 'input' ? 'input' : 'class';
}

/** What is known without the images; absent where only they say it. */
export interface KnownFigures {
  readonly shape?: Shape;
  readonly classes?: number;
}

export function knownFigures(source: DataSource): KnownFigures {
  switch (source.kind) {
    case 'digits':
    case 'mnist':
    case 'fashion_mnist':
      return { shape: { height: 28, width: 28, channels: 1 }, classes: 10 };
    case 'cifar10':
      return { shape: { height: 32, width: 32, channels: 3 }, classes: 10 };
    case 'folder':
      return { shape: source.size };
    case 'npz':
      return {};
    case 'shapes':
      return { shape: source.size, classes: drawnShapes.length };
  }
}

/** As a file would write it, without what is left to defaults: `digits`, `shapes(32x32x3)`. */
export function formatData(source: DataSource): string {
  switch (source.kind) {
    case 'digits':
      return source.kind;
    case 'shapes':
      return `shapes(${formatSize(source.size)})`;
    case 'folder':
      return `folder("${source.path}", ${formatSize(source.size)})`;
    case 'mnist':
    case 'fashion_mnist':
    case 'cifar10':
    case 'npz':
      return `${source.kind}("${source.path}")`;
  }
}
