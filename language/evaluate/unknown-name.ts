// Reports an unknown name: with its translation where another library has it, else with the nearest known name.
import { builtins, findBuiltin, namesOf } from '../builtins/builtins.js';
import { unknownName } from '../diagnostics/names.js';
import { translateCall } from '../recovery/foreign-call.js';
import { findNearest } from '../recovery/nearest-name.js';
import type { Call } from '../syntax/generated/ast.js';
import { nameRange } from '../syntax/ranges.js';
import type { EvaluationContext } from './context.js';
import { symbols } from './types.js';
import type { Scope } from './value.js';
import { isWithinBudget } from './within-budget.js';

/** Comparing a name with all others takes about as long as evaluating so many. */
const searchCost = 50;

/** The names that may stand in a chain; one by one, since only the first are compared where there are very many. */
function* listFlowNames(scope: Scope): Iterable<string> {
  yield* scope.names();
  yield* scope.file.blocks.names();
  yield* builtins.keys();
}

function* listNames(own: readonly string[], scope: Scope): Iterable<string> {
  yield* own;
  yield* listFlowNames(scope);
  yield 'channels';
  yield* symbols;
}

/** Whether nothing is called by this name. */
export function isUnknown({ name }: Call, scope: Scope): boolean {
  return !!name && !scope.get(name) && !scope.file.blocks.has(name) && !findBuiltin(name);
}

/** Whether a call is a misspelt `input`, as in `Input(28x28x1)`: the chain after it is then checked as meant. */
export function meansInput(call: Call, scope: Scope): boolean {
  const { name } = call;
  if (!name || findNearest(name, ['input']) === undefined || !isUnknown(call, scope)) return false;
  return findNearest(name, listFlowNames(scope)) === 'input';
}

export function reportUnknown(call: Call, { scope, category, symbols: own = [] }: EvaluationContext): void {
  const { file } = scope;
  const { name } = call;
  const range = nameRange(call, file);
  if (!category && file.damage.declares(name)) {
    // Counted, so that the network does not pass for a sound one.
    file.diagnostics.errors++;
    return;
  }
  if (file.diagnostics.isSuperfluous(unknownName.code, range)) {
    file.diagnostics.errors++;
    return;
  }
  const foreign = translateCall(call, file);
  if (foreign) {
    file.diagnostics.report(unknownName, range, { name, foreign });
    return;
  }
  const wanted = category && namesOf(category);
  // Of equally near names the first is taken: names that may stand anywhere come before the words of a few arguments.
  if (!isWithinBudget('evaluations', call, file, searchCost)) return;
  const near = findNearest(name, wanted ?? listNames(own, scope));
  // A word that is nearly a layer's is more likely misspelt than a block of a declaration that cannot be read.
  if (!category && file.damage.namesUnknown && !(near !== undefined && /^[a-z]/.test(name))) {
    file.diagnostics.errors++;
    return;
  }
  file.diagnostics.report(unknownName, range, { name, near, choices: wanted ?? own });
}
