// Equal instances are expanded once: what a block or a repetition placed is kept as a template and copied where the same
// arguments meet the same shape again. ResNet-1001 has 3,340 layers, and fewer than a hundred that differ.
import type { Layer, Shape } from '../../graph/index.js';
import type { BlockInstance } from '../analysis.js';
import type { Building } from './expansion.js';
import type { Origin, Template } from './instance.js';
import type { Tensor } from './value.js';

/** Stands for the tensor an instance is given, among the inputs of a template. */
const fromGiven = -1;

/** Where a template begins: taken before the instance is expanded. */
export interface Mark {
  readonly start: number;
  readonly blocks: number;
  readonly errors: number;
}

export function mark(building: Building): Mark {
  return { start: building.layers.length, blocks: building.blocks.length, errors: building.file.problems.errors };
}

/** What was placed since the mark; undefined where it reads tensors from elsewhere, so that copies would differ. */
export function capture(
  building: Building,
  { start, blocks: firstBlock, errors }: Mark,
  given: Tensor,
  result: Tensor,
  path: string,
  repeatDepth: number,
): Template | undefined {
  const placed = building.layers.slice(start);
  const relative = (id: number) => (id >= start ? id - start : id === given.id ? fromGiven : undefined);
  const layers: Layer[] = [];
  for (const layer of placed) {
    const inputs = layer.inputs.map(relative);
    if (inputs.includes(undefined)) return undefined;
    layers.push({ ...layer, id: layer.id - start, inputs: inputs as number[] });
  }
  const blocks: BlockInstance[] = [];
  for (const block of building.blocks.slice(firstBlock)) {
    const [from, to] = [relative(block.given), relative(block.result)];
    if (from === undefined || to === undefined) return undefined;
    blocks.push({ ...block, first: block.first - start, end: block.end - start, given: from, result: to });
  }
  const answer = relative(result.id);
  if (answer === undefined) return undefined;
  return {
    layers,
    origins: building.origins.slice(start),
    blocks,
    result: answer,
    shape: result.shape,
    given: given.shape,
    pathLength: path.length,
    repeatDepth,
    errors: building.file.problems.errors - errors,
  };
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels;
}

/** Places a copy behind `given`. */
export function stamp(
  template: Template,
  building: Building,
  given: Tensor,
  path: string,
  repeats: Origin['repeats'],
): Tensor {
  const start = building.layers.length;
  const absolute = (id: number) => (id === fromGiven ? given.id : start + id);
  for (let index = 0; index < template.layers.length; index++) {
    const { operation, inputs, output, path: origin } = template.layers[index];
    building.layers.push({
      id: start + index,
      path: path + origin.slice(template.pathLength),
      operation,
      inputs: inputs.map(absolute),
      output,
    });
    const { range, file, defaults, repeats: inner } = template.origins[index];
    const tail = inner.slice(template.repeatDepth);
    building.origins.push({ range, file, defaults, repeats: tail.length === 0 ? repeats : [...repeats, ...tail] });
  }
  for (const block of template.blocks) {
    building.blocks.push({
      ...block,
      path: path + block.path.slice(template.pathLength),
      first: start + block.first,
      end: start + block.end,
      given: absolute(block.given),
      result: absolute(block.result),
    });
  }
  building.file.problems.errors += template.errors;
  return { id: absolute(template.result), shape: template.shape };
}
