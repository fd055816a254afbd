// Matches a call's arguments to parameters, by name or position; reports those that match none.

import { findAugmentation, findBuiltin, namesOf } from '../builtins/builtins.js';
import { argumentTwice, positionalAfterNamed, tooManyArguments, unknownArgument } from '../diagnostics/arguments.js';
import { sizeSpelling } from '../diagnostics/values.js';
import { translateParameter } from '../recovery/foreign-names.js';
import { findNearest } from '../recovery/nearest-name.js';
import { findShapeTypo } from '../recovery/size-typos.js';
import type { Argument, Call, Expression } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { leadingRange, rangeOf } from '../syntax/ranges.js';
import type { FileContext } from './file-context.js';
import { acceptedNames } from './types.js';
import type { Value } from './value.js';

export interface Match {
  /** The values as written, parallel to the parameters; undefined where nothing is written. */
  readonly written: (Expression | undefined)[];
  /** An argument went nowhere, which was reported. */
  readonly failed: boolean;
  /** What the one parameter was meant to be, where that was written in a way of its own, which was reported. */
  readonly meant?: Value;
}

type Named = readonly { readonly name: string; readonly type?: string }[];

export function match(call: Call, parameters: Named, file: FileContext, lenient = false): Match {
  const written = new Array<Expression | undefined>(parameters.length).fill(undefined);
  const typo = parameters.length === 1 && parameters[0].type === 'shape' ? findShapeTypo(call, file) : undefined;
  if (typo) {
    file.diagnostics.report(sizeSpelling, typo.range, { sides: typo.sides, separate: true });
    return { written, failed: true, meant: { kind: 'size', sides: typo.sides } };
  }
  let failed = false;
  let named = false;
  for (let index = 0; index < call.arguments.length; index++) {
    const argument = call.arguments[index];
    const { name, value } = argument;
    if (name !== undefined && value !== undefined) named = true;
    const place = lenient
      ? findLeniently(argument, index, parameters)
      : findParameter({ call, index, named }, parameters, file);
    if (place === undefined) failed = true;
    else if (written[place] === undefined || lenient) written[place] = value;
    else {
      failed = true;
      file.diagnostics.report(argumentTwice, rangeOf(argument, file), { parameter: parameters[place].name });
    }
  }
  return { written, failed };
}

/** The index of an argument's parameter, if it has one among those that could be read. */
function findLeniently({ name }: Argument, index: number, parameters: Named): number | undefined {
  const place = name === undefined ? index : parameters.findIndex((parameter) => parameter.name === name);
  return place >= 0 && place < parameters.length ? place : undefined;
}

interface ArgumentPosition {
  readonly call: Call;
  readonly index: number;
  /** The argument or one before it has a name. */
  readonly named: boolean;
}

/** The index of an argument's parameter. */
function findParameter(
  { call, index, named }: ArgumentPosition,
  parameters: Named,
  file: FileContext,
): number | undefined {
  const argument = call.arguments[index];
  const { name, value } = argument;
  if (value === undefined) return undefined;
  const range = rangeOf(argument, file);
  const names = parameters.map((parameter) => parameter.name);
  const isBlock = file.blocks.has(call.name);
  const callee = { callee: call.name, isBlock, parameters: names };
  if (name !== undefined) {
    const place = parameters.findIndex((parameter) => parameter.name === name);
    if (place !== -1) return place;
    const owner = ownerOf(name, parameters);
    const near = owner ? undefined : (translateParameter(name, names) ?? findNearest(name, names));
    const isGiven = call.arguments.some((other) => other.name === owner?.parameter);
    const belongsTo = owner && {
      parameter: owner.parameter,
      text: `${owner.parameter}=${owner.builtin}(${owner.argument}=${sourceText(value) ?? '...'})`,
      range: isGiven ? undefined : range,
    };
    const nameRange = leadingRange(range, name.length);
    file.diagnostics.report(unknownArgument, range, { ...callee, name, nameRange, near, belongsTo });
  } else if (named) {
    file.diagnostics.report(positionalAfterNamed, range);
  } else if (index >= parameters.length) {
    file.diagnostics.report(tooManyArguments, range, { ...callee, position: index + 1 });
  } else return index;
  return undefined;
}

/** `lr` given to `train`: the setting whose built-ins have an argument of this name, and the first of these. */
function ownerOf(name: string, parameters: Named) {
  for (const { name: parameter, type } of parameters) {
    const { category } = acceptedNames(type ?? '');
    for (const builtin of category ? namesOf(category) : []) {
      const names = (findBuiltin(builtin) ?? findAugmentation(builtin))?.parameters.map((each) => each.name) ?? [];
      const argument = names.includes(name) ? name : translateParameter(name, names);
      if (argument) return { parameter, builtin, argument };
    }
  }
  return undefined;
}
