// Checks `assert params < 1M`: a bound on a network's figures that its author wants to keep.

import type { Totals } from '../../model/index.js';
import type { figureNames } from '../builtins/figure-names.js';
import { assertionFails } from '../diagnostics/blocks.js';
import { notANumber } from '../diagnostics/values.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { FileContext } from '../evaluate/file-context.js';
import type { Scope } from '../evaluate/value.js';
import type { Assertion } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { rangeOf } from '../syntax/ranges.js';

export interface Figures {
  readonly totals: Totals;
  readonly layers: number;
  /** The network has no error: otherwise its figures are not those meant, and no assertion fails. */
  readonly sound: boolean;
}

function figuresByName({ totals, layers }: Omit<Figures, 'sound'>): Record<(typeof figureNames)[number], number> {
  const { weights, biases, parameters, buffers, macs, activations } = totals;
  return { params: parameters, weights, biases, buffers, macs, flops: 2 * macs, activations, layers };
}

const holds: Record<Assertion['operator'], (left: number, right: number) => boolean> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
};

export function checkAssertions(
  assertions: readonly Assertion[],
  figures: Figures,
  scope: Scope,
  file: FileContext,
): void {
  if (assertions.length === 0) return;
  for (const [name, value] of Object.entries(figuresByName(figures))) {
    if (!scope.has(name)) scope.set(name, { kind: 'number', value });
  }
  for (const assertion of assertions) {
    const left = evaluate(assertion.left, { scope, given: undefined });
    const right = evaluate(assertion.right, { scope, given: undefined });
    if (left.kind === 'unknown' || right.kind === 'unknown' || !assertion.operator) continue;
    if (left.kind !== 'number' || right.kind !== 'number') {
      file.diagnostics.report(notANumber, rangeOf(assertion, file), { kind: 'assertion' });
    } else if (figures.sound && !holds[assertion.operator](left.value, right.value)) {
      const [figure, { operator }] = [sourceText(assertion.left) ?? '', assertion];
      const args = { figure, left: left.value, operator, right: right.value };
      file.diagnostics.report(assertionFails, rangeOf(assertion, file), args);
    }
  }
}
