// Expands equal instances once: the stretch that a block call or a repetition placed becomes a template, and is copied
// where equal arguments meet the same input shape again. ResNet-1001 has 3,340 layers, fewer than a hundred of them
// different. A copy shares all objects it can with its source: an edit waits for each object created per layer.
import { sameShape } from '../../model/index.js';
import type { BlockInstance } from '../analysis.js';
import type { Tensor } from '../evaluate/value.js';
import { createInstance, type Repeats } from '../measure/draft-instance.js';
import type { GraphBuilder } from './graph-builder.js';
import type { CopyPlacement } from './reusable-instances.js';
import type { Template } from './template.js';

/** The state of the builder before an instance is expanded. */
export interface Mark {
  readonly start: number;
  readonly blocks: number;
  readonly errors: number;
}

/** An instance that was just expanded: the tensors at its ends, and where it was placed. */
export interface Expanded {
  readonly given: Tensor;
  readonly result: Tensor;
  readonly path: string;
  readonly repeatDepth: number;
}

export function markStart(builder: GraphBuilder): Mark {
  return { start: builder.size, blocks: builder.blocks.length, errors: builder.file.diagnostics.errors };
}

/** All that was placed since the mark; undefined where it reads tensors from elsewhere, because copies would differ. */
export function captureTemplate(
  builder: GraphBuilder,
  { start, blocks: firstBlock, errors }: Mark,
  { given, result, path, repeatDepth }: Expanded,
): Template | undefined {
  const { blocks } = builder;
  const own = (id: number) => id >= start || id === given.id;
  if (!own(result.id)) return undefined;
  let branches = 0;
  for (let id = start; id < builder.size; id++) {
    const { inputs } = builder.layer(id);
    if (!inputs.every(own)) return undefined;
    if (inputs.length > 1) branches += inputs.length;
  }
  for (let index = firstBlock; index < blocks.length; index++) {
    if (!own(blocks[index].given) || !own(blocks[index].result)) return undefined;
  }
  return {
    start,
    end: builder.size,
    branches,
    names: undefined,
    firstBlock,
    endBlock: blocks.length,
    given,
    result,
    pathLength: path.length,
    repeatDepth,
    errors: builder.file.diagnostics.errors - errors,
  };
}

/** Whether a template's instance, given this tensor, expands to the same. */
export function fitsTemplate({ given }: Template, { shape, uncertain = false }: Tensor): boolean {
  return sameShape(given.shape, shape) && (given.uncertain ?? false) === uncertain;
}

/** Places a copy behind `given`. */
export function stampTemplate(
  template: Template,
  builder: GraphBuilder,
  given: Tensor,
  instance: { readonly path: string; readonly repeats: Repeats },
): Tensor {
  const { instances, blocks, reuse } = builder;
  const { start, end, pathLength, repeatDepth } = template;
  const { path, repeats } = instance;
  template.names ??= instances.slice(start, end).map(({ layer }) => layer.path.slice(pathLength));
  const by = instances.length - start;
  const moveId = (id: number) => (id === template.given.id ? given.id : id + by);
  const placement: CopyPlacement = { path, repeats, moveId };
  // Neighbouring layers have the same repeats.
  let inner: Repeats | undefined;
  for (let id = start; id < end; id++) {
    const source = instances[id];
    const name = template.names[id - start];
    if (source.repeats !== inner) {
      inner = source.repeats;
      const own = inner.length === repeatDepth ? repeats : [...repeats, ...inner.slice(repeatDepth)];
      placement.repeats = reuse.shareRepeats(id + by, own);
    }
    const reused = reuse.reuseCopy(id + by, source, name, placement);
    if (reused) {
      instances.push(reused);
      continue;
    }
    const { operation, inputs, output } = source.layer;
    const copy = {
      id: id + by,
      path: path + name,
      operation,
      inputs: inputs.length === 1 ? [moveId(inputs[0])] : inputs.map(moveId),
      output,
    };
    instances.push(createInstance(copy, source, placement.repeats));
  }
  for (let index = template.firstBlock; index < template.endBlock; index++) {
    blocks.push(copyBlockInstance(blocks[index], template, placement));
  }
  builder.file.diagnostics.errors += template.errors;
  builder.file.budget.spend('expansions', template.branches);
  return { ...template.result, id: moveId(template.result.id) };
}

function copyBlockInstance(use: BlockInstance, template: Template, { path, moveId }: CopyPlacement): BlockInstance {
  const first = moveId(use.first);
  return {
    block: use.block,
    path: path + use.path.slice(template.pathLength),
    arguments: use.arguments,
    origin: use.origin,
    file: use.file,
    first,
    end: first + use.end - use.first,
    given: moveId(use.given),
    result: moveId(use.result),
  };
}
