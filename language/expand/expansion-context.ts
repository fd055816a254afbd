// The interpreter's state at one place of a network: passed down as pieces, blocks and repeats are entered.

import { nestedTooDeeply } from '../diagnostics/bounds.js';
import type { EvaluationContext } from '../evaluate/context.js';
import type { DeclaredBlock } from '../evaluate/file-context.js';
import type { Scope, Tensor } from '../evaluate/value.js';
import { limits } from '../limits.js';
import type { Repeats } from '../measure/draft-instance.js';
import type { Block, Call } from '../syntax/generated/ast.js';
import { rangeOf } from '../syntax/ranges.js';
import type { GraphBuilder, Naming } from './graph-builder.js';

export interface ExpansionContext {
  readonly builder: GraphBuilder;
  readonly scope: Scope;
  readonly naming: Naming;
  readonly repeats: Repeats;
  /** The blocks being expanded around this place, to detect recursion. */
  readonly blocks: readonly Block[];
  /** How many pieces and blocks are being expanded around this place. */
  readonly depth: number;
  /** Here because a block's body is expanded by the functions that expand its call: files cannot import in a circle. */
  readonly applyBlock: ApplyBlock;
}

/** Expands a call of a block, whose instance has this path, and returns its result. */
export type ApplyBlock = (
  call: Call,
  block: DeclaredBlock & { readonly path: string },
  input: Tensor,
  expansion: ExpansionContext,
) => Tensor;

export function evaluationContext({ scope }: ExpansionContext, given: Tensor | undefined): EvaluationContext {
  return { scope, given };
}

/** Whether a piece or a block may be entered; past the bound it reports and returns false. */
export function checkNesting(call: Call, { scope, depth }: ExpansionContext): boolean {
  if (depth < limits.nesting) return true;
  scope.file.diagnostics.report(nestedTooDeeply, rangeOf(call, scope.file), { limit: limits.nesting });
  return false;
}
