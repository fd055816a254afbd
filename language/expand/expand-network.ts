// From a network's statements to its graph.

import type { Graph } from '../../model/index.js';
import type { BlockInstance, Instance } from '../analysis.js';
import type { FileContext } from '../evaluate/file-context.js';
import { Scope } from '../evaluate/value.js';
import { type Assertion, isChain, type Network, type Result, type Statement } from '../syntax/generated/ast.js';
import { declarationRange, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';
import { applyBlock } from './apply-block.js';
import { Building, Naming } from './graph-builder.js';
import type { Placed } from './instance.js';
import { runBody } from './run-body.js';

export interface ExpandedNetwork {
  readonly name: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly graph: Graph;
  /** Parallel to `graph.layers`; the first `measured` have their figures from the analysis before. */
  readonly instances: readonly Placed[];
  readonly measured: number;
  readonly blocks: readonly BlockInstance[];
  /** To be judged once the network is measured, with the names of its `scope`. */
  readonly assertions: readonly Assertion[];
  readonly scope: Scope;
  readonly sound: boolean;
}

/** Expands `network NAME { ... }`. `before` are its instances in the analysis before, if there is one. */
export function expandNetwork(network: Network, file: FileContext, before: readonly Instance[]): ExpandedNetwork {
  const nameRange = declarationRange(network, file, 'network');
  return expand(network.name ?? '', network.statements, rangeOf(network, file), nameRange, file, before);
}

/** Expands a bare chain at file level, such as the textbook's pattern lines: a network without a name of its own. */
export function expandPattern(
  result: Result,
  name: string,
  file: FileContext,
  before: readonly Instance[],
): ExpandedNetwork {
  const first = isChain(result.value) ? result.value.elements[0] : result.value;
  return expand(name, [result], rangeOf(result, file), rangeOf(first, file), file, before);
}

function expand(
  name: string,
  statements: readonly Statement[],
  range: Range,
  nameRange: Range,
  file: FileContext,
  before: readonly Instance[],
): ExpandedNetwork {
  const building = new Building(file, before);
  const errorsBefore = file.diagnostics.errors;
  const scope = new Scope('network', file);
  const body = runBody(statements, () => nameRange, {
    building,
    scope,
    naming: new Naming(),
    repeats: [],
    blocks: [],
    depth: 0,
    applyBlock,
  });
  const graph: Graph = {
    name,
    layers: building.instances.map(({ layer }) => layer),
    outputs:
      body.outputs.length > 0
        ? body.outputs.map(({ tensor, weight }) => ({ layer: tensor.id, weight }))
        : body.result
          ? [{ layer: body.result.id, weight: 1 }]
          : [],
  };
  const sound = graph.outputs.length > 0 && file.diagnostics.errors === errorsBefore;
  const { assertions } = body;
  return {
    name,
    range,
    nameRange,
    graph,
    instances: building.instances,
    measured: building.kept.taken,
    blocks: building.blocks,
    assertions,
    scope,
    sound,
  };
}
