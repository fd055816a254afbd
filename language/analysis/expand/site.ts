// Where layers are being placed: carried along as pieces, blocks and repeats are entered.
import type { Block } from '../../generated/ast.js';
import type { Context } from './evaluate.js';
import type { Building, Naming } from './expansion.js';
import type { Origin } from './instance.js';
import type { Scope, Tensor } from './value.js';

export interface Site {
  readonly building: Building;
  readonly scope: Scope;
  readonly naming: Naming;
  readonly repeats: Origin['repeats'];
  /** The blocks entered on the way here, to find one that uses itself. */
  readonly blocks: readonly Block[];
  /** Pieces and blocks entered on the way here, for the bound. */
  readonly depth: number;
}

export function contextOf(site: Site, given: Tensor | undefined): Context {
  return { scope: site.scope, given };
}
