// The graph of one network while it is expanded, with bounds on its size whatever the text asks for.

import { formatShape, type Layer, type Operation, type Shape } from '../../model/index.js';
import type { BlockInstance } from '../analysis.js';
import { tooManyLayers } from '../diagnostics/bounds.js';
import type { RelatedInformation } from '../diagnostics/diagnostic.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Tensor } from '../evaluate/value.js';
import { isWithinBudget } from '../evaluate/within-budget.js';
import { workLimits } from '../limits.js';
import { createInstance, type DraftInstance, type Repeats, type Source } from '../measure/draft-instance.js';
import type { SyntaxNode } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import type { ReusableInstances } from './reusable-instances.js';
import type { Template } from './template.js';
import { Trails } from './trails.js';

export const maximalLayers = workLimits.layers.network;

/** A layer to be added; `inputs` are the tensors it reads. */
export interface NewLayer extends Source {
  readonly operation: Operation;
  readonly inputs: readonly Tensor[];
  readonly output: Shape;
  readonly path: string;
  readonly repeats: Repeats;
  readonly uncertain: boolean;
}

export class GraphBuilder {
  readonly instances: DraftInstance[] = [];
  /** Block instances so far; inner ones come before the ones around them. */
  readonly blocks: BlockInstance[] = [];
  /** The input tensor, once there is one. */
  input: Tensor | undefined;
  /** Expanded block instances by their key (scope-key.ts). */
  readonly templates = new Map<string, Template>();
  private readonly trails: Trails;
  private stopped = false;

  constructor(
    readonly file: FileContext,
    readonly reuse: ReusableInstances,
  ) {
    this.trails = new Trails((id) => this.layer(id), file.budget);
  }

  add(added: NewLayer): Tensor {
    const id = this.size;
    const { operation, output, path, repeats } = added;
    const layer = { id, path, operation, inputs: added.inputs.map((tensor) => tensor.id), output };
    const instance = this.reuse.reuseOrKeep(createInstance(layer, added, repeats));
    this.instances.push(instance);
    return { id, shape: instance.layer.output, uncertain: added.uncertain };
  }

  /** Layers so far. */
  get size(): number {
    return this.instances.length;
  }

  layer(id: number): Layer {
    return this.instances[id].layer;
  }

  /** Whether a copy of a template stays within the bounds. */
  hasRoomFor({ start, end, branches }: Template): boolean {
    const hasRoom = this.size + end - start < maximalLayers;
    return !this.stopped && hasRoom && this.file.budget.allows('expansions', branches);
  }

  /** Counts an expansion. False past the bounds, which are reported: it unwinds without further work. */
  withinBudget(node: SyntaxNode, file: FileContext): boolean {
    if (this.stopped || file.budget.exhausted('evaluations', 'reports')) return false;
    if (!isWithinBudget('expansions', node, file)) this.stopped = true;
    else if (this.size >= maximalLayers) this.stop(rangeOf(node, file), file);
    return !this.stopped;
  }

  /** Ends the expansion; `repeats` is the number of a repetition that exceeds the bound by itself. */
  stop(range: Range, file: FileContext, repeats?: number): void {
    this.stopped = true;
    file.diagnostics.report(tooManyLayers, range, { of: 'network', limit: maximalLayers, repeats });
  }

  /**
   * The layer that gave a tensor these sides of its shape, as related information for a problem in `file`; undefined
   * where the layer is written in another file.
   */
  findMaker(tensor: Tensor, sides: readonly (keyof Shape)[], file: string | undefined): RelatedInformation | undefined {
    const id = this.trails.findMaker(tensor.id, sides);
    const { origin, file: own } = this.instances[id];
    return own === file
      ? { range: origin, message: `${formatSides(tensor.shape, sides)} comes from here.` }
      : undefined;
  }

  /** The distinct sizes from the input to a tensor, oldest first: `28x28 -> 14x14 -> 5x5`. */
  describeSizes(tensor: Tensor): string {
    const sizes = this.trails.listSizes(tensor.id, 6);
    return sizes.length > 1 ? sizes.join(' -> ') : '';
  }
}

/** Height and width, and the channels where they are among the sides: the layer found may have made other channels. */
function formatSides(shape: Shape, sides: readonly (keyof Shape)[]): string {
  return sides.includes('channels') ? formatShape(shape) : `${shape.height}x${shape.width}`;
}

/** Numbers the instances in one scope: the second `conv` is `conv.2`. */
export class Naming {
  private readonly counts = new Map<string, number>();

  constructor(private readonly prefix = '') {}

  /** A path that no other instance in this scope has. */
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
