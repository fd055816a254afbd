// A layer's row of `layerWork` (layers/index.ts) evaluated at its site: the operation with its input and output shapes.
// Layers with equal sites share the result, so that a repeat of thousands of layers is lowered once.
import type { Layer, Shape } from '../../model/index.js';
import type { Extents } from '../ir/extents.js';
import { type WorkingKind, workOf } from './layers/index.js';
import type { IntermediateForm, Mode, ParameterForm, Site, StatisticForm, Step } from './layers/layer-work.js';

export class SiteWork {
  readonly parameters: readonly ParameterForm[];
  readonly statistics: readonly StatisticForm[];
  private readonly work;
  private madeIntermediates: readonly IntermediateForm[] | undefined;
  private readonly madeForward: { [M in Mode]?: readonly Step[] } = {};
  private madeGradients: 'pass' | readonly Step[] | undefined;

  constructor(private readonly site: Site<WorkingKind>) {
    this.work = workOf(site.operation.kind);
    this.parameters = this.work.parameters?.(site) ?? [];
    this.statistics = this.work.statistics?.(site) ?? [];
  }

  get intermediates(): readonly IntermediateForm[] {
    this.madeIntermediates ??= this.work.intermediates?.(this.site) ?? [];
    return this.madeIntermediates;
  }

  forward(mode: Mode): readonly Step[] {
    this.madeForward[mode] ??= this.work.forward(this.site, mode);
    return this.madeForward[mode];
  }

  get gradients(): 'pass' | readonly Step[] {
    const { gradients } = this.work;
    this.madeGradients ??= gradients === 'pass' ? gradients : gradients(this.site);
    return this.madeGradients;
  }

  /** Whether it is also that of another layer with this operation and these sizes. */
  isFor({ operation, inputs, output }: Site<WorkingKind>): boolean {
    const { site } = this;
    return (
      !this.work.dependsOnLayer &&
      site.operation === operation &&
      site.output === output &&
      site.inputs.length === inputs.length &&
      site.inputs.every((input, index) => input === inputs[index])
    );
  }
}

/** Finds the work of layers that compute, for batches of `batch` images. */
export class SiteWorks {
  private readonly extentsByShape = new Map<Shape, Extents>();
  /** By operation: the work of the last layer with it. */
  private readonly latest = new Map<Layer['operation'], SiteWork>();

  constructor(
    private readonly layers: readonly Layer[],
    private readonly batch: number,
  ) {}

  /** Equal objects for equal shape objects. */
  extents(layer: number): Extents {
    const { output } = this.layers[layer];
    let extents = this.extentsByShape.get(output);
    if (!extents) {
      extents = [this.batch, output.height, output.width, output.channels];
      this.extentsByShape.set(output, extents);
    }
    return extents;
  }

  find({ id, operation, inputs: from, path }: Layer): SiteWork {
    if (operation.kind === 'input') throw new Error(`${path} is an input: it computes nothing`);
    const inputs = from.map((input) => this.extents(input));
    // The site's operation and the row are of one kind by construction.
    const site = { operation, layer: id, input: inputs[0], inputs, output: this.extents(id) } as Site<WorkingKind>;
    const latest = this.latest.get(operation);
    if (latest?.isFor(site)) return latest;
    const work = new SiteWork(site);
    this.latest.set(operation, work);
    return work;
  }
}
