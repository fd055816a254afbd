// Where a training job's images come from, as plain data, and what is known of them before anything is read or drawn.
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
    };

/** What drawn images show; a label is an index of it. */
export const drawnShapes = ['circle', 'square', 'triangle', 'cross'] as const;

/** What is known without the images; absent where only they say it. */
export interface KnownFigures {
  readonly shape?: Shape;
  readonly classes?: number;
}

export function knownFigures(source: DataSource): KnownFigures {
  switch (source.kind) {
    case 'digits':
      return { shape: { height: 28, width: 28, channels: 1 }, classes: 10 };
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
  }
}
