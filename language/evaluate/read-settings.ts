// Reads the arguments of a built-in that is no layer: `sgd(lr=0.05)`, `shapes(32x32x3)`, a `train` statement.
import type { Builtin } from '../builtins/builtins.js';
import type { Call } from '../syntax/generated/ast.js';
import { bindArguments, readArguments } from './arguments.js';
import type { FileContext } from './file-context.js';
import { Scope } from './value.js';

/** The values by parameter; a fallback where an argument is wrong, which is reported. */
export function readSettings(call: Call, builtin: Builtin, file: FileContext): ReadonlyMap<string, unknown> {
  const { parameters } = builtin;
  const scope = new Scope('file', file);
  const context = { scope, given: undefined };
  const binding = bindArguments(call, parameters, context, { inside: scope });
  const { values } = readArguments(call, parameters, binding, context);
  return new Map(parameters.map(({ name }, index) => [name, values[index]]));
}
