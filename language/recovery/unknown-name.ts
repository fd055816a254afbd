// What is said of a name that nobody knows: the call that is meant in another library's words, else the nearest name
// there is.
import { builtins, findBuiltin, namesOf } from '../builtins/builtins.js';
import { unknownName } from '../diagnostics/names.js';
import type { EvaluationContext } from '../evaluate/context.js';
import { symbols } from '../evaluate/types.js';
import type { Scope } from '../evaluate/value.js';
import type { Call } from '../syntax/generated/ast.js';
import { nameRange } from '../syntax/ranges.js';
import { rewritten } from './foreign-call.js';
import { nearest } from './nearest-name.js';

/** The names that may stand in a chain. */
function flowing(scope: Scope): string[] {
  return [...scope.names(), ...scope.file.blocks.names(), ...builtins.keys()];
}

/** Whether nothing has the name that a call calls. */
export function isUnknown({ name }: Call, scope: Scope): boolean {
  return !!name && !scope.get(name) && !scope.file.blocks.has(name) && !findBuiltin(name);
}

/** Whether `input` is misspelt, as in `Input(28x28x1)`: what follows can then be read as it is meant. */
export function meansInput(call: Call, scope: Scope): boolean {
  const { name } = call;
  if (!name || nearest(name, ['input']) === undefined || !isUnknown(call, scope)) return false;
  return nearest(name, flowing(scope)) === 'input';
}

/** Marks a name nobody knows, with the nearest one that somebody does. */
export function reportUnknown(call: Call, { scope, category, symbols: own = [] }: EvaluationContext): void {
  const { file } = scope;
  const { name } = call;
  const range = nameRange(call, file);
  const foreign = rewritten(call, file);
  if (foreign) {
    file.diagnostics.report(unknownName, range, { name, foreign });
    return;
  }
  const wanted = category && namesOf(category);
  // Of equally near names the first is taken: names that may stand anywhere come before the words of a few arguments.
  const known = wanted ?? [...own, ...flowing(scope), 'channels', ...symbols];
  file.diagnostics.report(unknownName, range, { name, near: nearest(name, known), choices: wanted ?? own });
}
