// The arguments of a built-in's call as they are written, for hovers and inlay hints.
import { findBuiltin } from '../builtins/builtins.js';
import { findCallAt } from '../syntax/find-call.js';
import type { Expression } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import type { ParsedFile } from '../syntax/parsed-file.js';
import { rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

/** The text of each argument that the built-in's call at an offset gives, by parameter; undefined without a call. */
export function readArgumentTexts(file: ParsedFile, offset: number): ReadonlyMap<string, string> | undefined {
  const values = matchArguments(file, offset);
  if (!values) return undefined;
  const texts = [...values].map(([name, value]) => [name, sourceText(value)] as const);
  return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** The range of the argument for one parameter; undefined where it is left to its default. */
export function findArgumentRange(file: ParsedFile, offset: number, parameter: string): Range | undefined {
  const value = matchArguments(file, offset)?.get(parameter);
  return value && rangeOf(value, file);
}

/** The values that the built-in's call at an offset gives, by parameter. */
function matchArguments(file: ParsedFile, offset: number): ReadonlyMap<string, Expression> | undefined {
  const call = findCallAt(file, offset);
  const builtin = call?.name ? findBuiltin(call.name) : undefined;
  if (!call || !builtin) return undefined;
  const values = new Map<string, Expression>();
  call.arguments.forEach(({ name: given, value }, index) => {
    const name = given ?? builtin.parameters[index]?.name;
    if (name !== undefined && value) values.set(name, value);
  });
  return values;
}
