// Equal instances are expanded once: what a block or a repetition placed is kept as a template and copied where the
// same arguments meet the same shape again. ResNet-1001 has 3,340 layers, and fewer than a hundred that differ. So a
// copy shares with its original all that it can: what is made anew for each layer is what an edit in a large network
// waits for.
import type { Shape } from '../../model/index.js';
import type { BlockInstance, Instance } from '../analysis.js';
import type { Tensor } from '../evaluate/value.js';
import { sameRepeats } from '../incremental/reuse-instances.js';
import type { Building } from './graph-builder.js';
import { type Placed, placed, type Repeats, type Template } from './instance.js';

/** Where a template begins: taken before the instance is expanded. */
export interface Mark {
  readonly start: number;
  readonly blocks: number;
  readonly errors: number;
}

export function mark(building: Building): Mark {
  return { start: building.size, blocks: building.blocks.length, errors: building.file.diagnostics.errors };
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
  const { blocks } = building;
  const own = (id: number) => id >= start || id === given.id;
  if (!own(result.id)) return undefined;
  for (let id = start; id < building.size; id++) if (!building.layer(id).inputs.every(own)) return undefined;
  for (let index = firstBlock; index < blocks.length; index++) {
    if (!own(blocks[index].given) || !own(blocks[index].result)) return undefined;
  }
  return {
    start,
    end: building.size,
    names: undefined,
    firstBlock,
    endBlock: blocks.length,
    given: given.id,
    shape: given.shape,
    result,
    pathLength: path.length,
    repeatDepth,
    errors: building.file.diagnostics.errors - errors,
  };
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels;
}

/** Places a copy behind `given`. */
export function stamp(template: Template, building: Building, given: Tensor, path: string, repeats: Repeats): Tensor {
  const { instances, blocks, kept } = building;
  const { start, end, pathLength, repeatDepth } = template;
  template.names ??= instances.slice(start, end).map(({ layer }) => layer.path.slice(pathLength));
  const by = instances.length - start;
  const moved = (id: number) => (id === template.given ? given.id : id + by);
  // Layers side by side stand in the same repeats.
  let inner: Repeats | undefined;
  let own = repeats;
  for (let id = start; id < end; id++) {
    const source = instances[id];
    const name = template.names[id - start];
    const before = kept.at(id + by);
    if (source.repeats !== inner) {
      inner = source.repeats;
      own = inner.length === repeatDepth ? repeats : [...repeats, ...inner.slice(repeatDepth)];
      if (before && sameRepeats(own, before.repeats)) own = before.repeats;
    }
    if (before && before.repeats === own && isCopy(before, source, path, name, moved)) {
      instances.push(before);
      kept.taken++;
      continue;
    }
    const { operation, inputs, output } = source.layer;
    const copy = {
      id: id + by,
      path: path + name,
      operation,
      inputs: inputs.length === 1 ? [moved(inputs[0])] : inputs.map(moved),
      output,
    };
    instances.push(placed(copy, source.origin, source.file, own, source.defaults));
  }
  for (let index = template.firstBlock; index < template.endBlock; index++) {
    blocks.push(copied(blocks[index], template, path, moved));
  }
  building.file.diagnostics.errors += template.errors;
  return { id: moved(template.result.id), shape: template.result.shape };
}

/**
 * Whether an instance of before is a copy of `source` with this path; so it was where its source was taken over, too.
 */
function isCopy(before: Instance, source: Placed, path: string, name: string, moved: (id: number) => number): boolean {
  const { layer } = before;
  const { operation, inputs, output } = source.layer;
  return (
    layer.operation === operation &&
    layer.output === output &&
    before.origin === source.origin &&
    before.file === source.file &&
    before.defaults === source.defaults &&
    layer.path.length === path.length + name.length &&
    layer.path.startsWith(path) &&
    layer.path.endsWith(name) &&
    areMoved(inputs, moved, layer.inputs)
  );
}

function areMoved(inputs: readonly number[], moved: (id: number) => number, to: readonly number[]): boolean {
  for (let index = 0; index < inputs.length; index++) if (moved(inputs[index]) !== to[index]) return false;
  return inputs.length === to.length;
}

function copied(use: BlockInstance, template: Template, path: string, moved: (id: number) => number): BlockInstance {
  const first = moved(use.first);
  return {
    block: use.block,
    path: path + use.path.slice(template.pathLength),
    origin: use.origin,
    file: use.file,
    first,
    end: first + use.end - use.first,
    given: moved(use.given),
    result: moved(use.result),
  };
}
