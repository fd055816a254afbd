// The state of one file's expansion, and the graph being built: bounded, whatever the text asks for.

import { formatShape, type Layer, type Operation, type Shape } from '../../model/index.js';
import type { BlockInstance, Instance } from '../analysis.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Tensor } from '../evaluate/value.js';
import { Kept } from '../incremental/reuse-instances.js';
import type { SyntaxNode } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { type Placed, placed, type Repeats, type Template } from './instance.js';

/** Layers in one network. The largest known have a few thousand. */
export const maximalLayers = 20_000;
/** Calls and repeats one network may take to expand; more would mean pieces of nothing repeated without end. */
export const maximalWork = 100_000;
/** Blocks inside blocks inside pieces. */
export const maximalNesting = 60;

type Related = Diagnostic['related'][number];

/** The network being expanded: its layers so far. */
export class Building {
  readonly instances: Placed[] = [];
  /** Every use of a block so far. */
  readonly blocks: BlockInstance[] = [];
  /** The input tensor, once there is one. */
  input: Tensor | undefined;
  /** Instances of blocks expanded so far, by what they were expanded from. */
  readonly templates = new Map<string, Template>();
  /** What it was in the analysis before. */
  readonly kept: Kept;
  private work = 0;
  private stopped = false;

  constructor(
    readonly file: FileContext,
    before: readonly Instance[],
  ) {
    this.kept = new Kept(before);
  }

  add(
    operation: Operation,
    inputs: readonly Tensor[],
    output: Shape,
    path: string,
    origin: Range,
    file: string | undefined,
    repeats: Repeats,
    defaults: Instance['defaults'],
  ): Tensor {
    const id = this.size;
    const layer = { id, path, operation, inputs: inputs.map((tensor) => tensor.id), output };
    const instance = this.kept.instead(placed(layer, origin, file, repeats, defaults));
    this.instances.push(instance);
    return { id, shape: instance.layer.output };
  }

  /** Layers so far. */
  get size(): number {
    return this.instances.length;
  }

  layer(id: number): Layer {
    return this.instances[id].layer;
  }

  /** Whether a copy of this many layers still fits. */
  hasRoom(layers: number): boolean {
    return !this.stopped && this.size + layers < maximalLayers;
  }

  /** False once the network is past its bounds: the cause is marked once, and expansion unwinds without doing more. */
  mayGoOn(node: SyntaxNode, file: FileContext): boolean {
    if (this.stopped) return false;
    if (this.size < maximalLayers && ++this.work < maximalWork) return true;
    this.stop(rangeOf(node, file), file, 'it comes to more than that here');
    return false;
  }

  /** Ends the expansion: `why` completes the sentence about the limit. */
  stop(range: Range, file: FileContext, why: string): void {
    this.stopped = true;
    const limit = maximalLayers.toLocaleString('en-US');
    file.diagnostics.error('too-many-layers', range, `a network may have up to ${limit} layers: ${why}.`);
  }

  /**
   * The layer that gave a tensor these sides of its shape, as a place related to a diagnostic in `file`; undefined where
   * it stands in another file.
   */
  maker(tensor: Tensor, sides: readonly (keyof Shape)[], file: string | undefined): Related | undefined {
    let id = tensor.id;
    for (let input = this.layer(id).inputs[0]; input !== undefined; input = this.layer(id).inputs[0]) {
      const [given, made] = [this.layer(input).output, this.layer(id).output];
      if (sides.some((side) => given[side] !== made[side])) break;
      id = input;
    }
    const { origin, file: own } = this.instances[id];
    return own === file
      ? { range: origin, message: `${formatSides(tensor.shape, sides)} comes from here.` }
      : undefined;
  }

  /** The distinct sizes on the way to a tensor, oldest first: `28x28 -> 14x14 -> 5x5`. */
  trail(tensor: Tensor): string {
    const sizes: string[] = [];
    for (let id: number | undefined = tensor.id; id !== undefined; id = this.layer(id).inputs[0]) {
      const { height, width } = this.layer(id).output;
      const size = height === width ? `${height}` : `${height}x${width}`;
      if (sizes[0] !== size) sizes.unshift(size);
    }
    return sizes.length > 1 ? sizes.slice(-6).join(' -> ') : '';
  }
}

/** The height and width alone where these are asked for: a tensor's maker may have made other channels. */
function formatSides(shape: Shape, sides: readonly (keyof Shape)[]): string {
  return sides.includes('channels') ? formatShape(shape) : `${shape.height}x${shape.width}`;
}

/** Names the instances made in one scope: the second `conv` there is `conv.2`. */
export class Naming {
  private readonly counts = new Map<string, number>();

  constructor(private readonly prefix = '') {}

  /** A path that is new in this scope. */
  next(name: string): string {
    const count = (this.counts.get(name) ?? 0) + 1;
    this.counts.set(name, count);
    return count === 1 ? `${this.prefix}${name}` : `${this.prefix}${name}.${count}`;
  }

  /** The scope inside an instance with this path. */
  static inside(path: string): Naming {
    return new Naming(`${path}/`);
  }
}
