// Where layers are being placed: carried along as pieces, blocks and repeats are entered.

import type { Context } from '../evaluate/context.js';
import type { DeclaredBlock } from '../evaluate/file-context.js';
import type { Scope, Tensor } from '../evaluate/value.js';
import type { Block, Call } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';
import { type Building, maximalNesting, type Naming } from './graph-builder.js';
import type { Repeats } from './instance.js';

export interface Site {
  readonly building: Building;
  readonly scope: Scope;
  readonly naming: Naming;
  readonly repeats: Repeats;
  /** The blocks entered on the way here, to find one that uses itself. */
  readonly blocks: readonly Block[];
  /** Pieces and blocks entered on the way here, for the bound. */
  readonly depth: number;
  /**
   * What a call of a block places, given `input`. Carried along because a block's statements are placed as its call
   * is.
   */
  readonly applyBlock: (call: Call, block: DeclaredBlock, path: string, input: Tensor, site: Site) => Tensor;
}

export function contextOf(site: Site, given: Tensor | undefined): Context {
  return { scope: site.scope, given };
}

/** Whether a piece or a block may be entered here: false, and said, past the bound. */
export function enter(call: Call, { scope, depth }: Site): boolean {
  if (depth < maximalNesting) return true;
  const message = `blocks and pieces are nested more than ${maximalNesting} deep here.`;
  scope.file.diagnostics.error('nested-too-deeply', rangeOf(call, scope.file), message);
  return false;
}
