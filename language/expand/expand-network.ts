// Expands a network's statements to its graph.

import type { Graph } from '../../model/index.js';
import type { BlockInstance } from '../analysis.js';
import type { FileContext } from '../evaluate/file-context.js';
import { Scope } from '../evaluate/value.js';
import type { DraftInstance } from '../measure/draft-instance.js';
import {
  type Assertion,
  isChain,
  isNetwork,
  type Network,
  type Result,
  type Statement,
} from '../syntax/generated/ast.js';
import { declarationRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { applyBlock } from './apply-block.js';
import { GraphBuilder, Naming } from './graph-builder.js';
import type { ReusableInstances } from './reusable-instances.js';
import { runBody } from './run-body.js';

export interface ExpandedNetwork {
  readonly name: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly graph: Graph;
  /** Parallel to `graph.layers`; the first `measured` are reused and have their figures. */
  readonly instances: readonly DraftInstance[];
  readonly measured: number;
  readonly blocks: readonly BlockInstance[];
  /** To be checked once the network is measured, with the names of its `scope`. */
  readonly assertions: readonly Assertion[];
  readonly scope: Scope;
  readonly sound: boolean;
}

/**
 * Expands `network NAME { ... }`, or a bare chain at file level such as the textbook's pattern lines: a network that
 * is called `name`.
 */
export function expandNetwork(
  item: Network | Result,
  name: string,
  file: FileContext,
  reuse: ReusableInstances,
): ExpandedNetwork {
  const builder = new GraphBuilder(file, reuse);
  const errorsBefore = file.diagnostics.errors;
  const scope = new Scope('network', file);
  const nameRange = findNameRange(item, file);
  const statements: readonly Statement[] = isNetwork(item) ? item.statements : [item];
  const { assertions, outputs, result } = runBody(statements, () => nameRange, {
    builder,
    scope,
    naming: new Naming(),
    repeats: [],
    blocks: [],
    depth: 0,
    applyBlock,
  });
  const evaluated = result ? [{ layer: result.id, weight: 1 }] : [];
  const graph: Graph = {
    name,
    layers: builder.instances.map(({ layer }) => layer),
    outputs: outputs.length > 0 ? outputs.map(({ tensor, weight }) => ({ layer: tensor.id, weight })) : evaluated,
  };
  return {
    name,
    range: rangeOf(item, file),
    nameRange,
    graph,
    instances: builder.instances,
    measured: builder.reuse.count,
    blocks: builder.blocks,
    assertions,
    scope,
    sound: graph.outputs.length > 0 && file.diagnostics.errors === errorsBefore,
  };
}

function findNameRange(item: Network | Result, file: FileContext): Range {
  if (isNetwork(item)) return declarationRange(item, file, 'network');
  return rangeOf(isChain(item.value) ? item.value.elements[0] : item.value, file);
}
