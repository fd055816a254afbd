// Draws from the budget of the file being analysed, and reports the limit that is exceeded.
import type { SyntaxNode } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';
import type { FileContext } from './file-context.js';

/** Spends on a node; false past the limit, which is reported at the first node that exceeds it. */
export function isWithinBudget(
  resource: 'expansions' | 'evaluations',
  node: SyntaxNode,
  file: FileContext,
  amount = 1,
): boolean {
  if (file.budget.spend(resource, amount)) return true;
  file.diagnostics.reportExceeded(resource, rangeOf(node, file));
  return false;
}
