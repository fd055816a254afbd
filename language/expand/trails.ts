// Finds where a tensor's shape comes from, for messages. Each layer points to the last one that changed a side of the
// shape, so that a report in a network of thousands of layers does not walk over them.
import type { Layer, Shape } from '../../model/index.js';
import type { Budget } from '../budget.js';

type Side = keyof Shape;

export class Trails {
  /** By layer: the id of the last layer up to it that changed a side. Filled up to the layer that was asked for. */
  private readonly lastChanges: Record<Side, number[]> = { height: [], width: [], channels: [] };

  constructor(
    private readonly layer: (id: number) => Layer,
    private readonly budget: Budget,
  ) {}

  /** The layer that gave a tensor these sides. */
  findMaker(id: number, sides: readonly Side[]): number {
    this.fill(id);
    return Math.max(...sides.map((side) => this.lastChanges[side][id]));
  }

  /** The last distinct sizes up to a layer, oldest first, at most `most`. */
  listSizes(from: number, most: number): string[] {
    const sizes: string[] = [];
    for (let id: number | undefined = from; id !== undefined && sizes.length < most; ) {
      const maker = this.findMaker(id, ['height', 'width']);
      const { height, width } = this.layer(maker).output;
      sizes.unshift(height === width ? `${height}` : `${height}x${width}`);
      id = this.layer(maker).inputs[0];
    }
    return sizes;
  }

  private fill(end: number): void {
    const { height } = this.lastChanges;
    if (end >= height.length) this.budget.spend('reports', end + 1 - height.length);
    for (let id = height.length; id <= end; id++) {
      const { inputs, output } = this.layer(id);
      const input: number | undefined = inputs[0];
      for (const side of ['height', 'width', 'channels'] as const) {
        const isSame = input !== undefined && this.layer(input).output[side] === output[side];
        this.lastChanges[side].push(isSame ? this.lastChanges[side][input] : id);
      }
    }
  }
}
