// Matches a call's arguments to parameters, by name or position; reports those that match none.

import { findAugmentation, findBuiltin, namesOf } from '../builtins/builtins.js';
import { argumentTwice, positionalAfterNamed, tooManyArguments, unknownArgument } from '../diagnostics/arguments.js';
import { createDiagnostic } from '../diagnostics/entry.js';
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
import { isWithinBudget } from './within-budget.js';

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
  // Arguments that match no parameter are not evaluated.
  const superfluous = Math.max(0, call.arguments.length - parameters.length);
  if (!isWithinBudget('evaluations', call, file, superfluous)) return { written, failed: true };
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

const indices = new WeakMap<Named, ReadonlyMap<string, number>>();

/** The index of the parameter of a name, or -1; the many parameters of a hostile block are looked up in a map. */
function indexOf(name: string, parameters: Named): number {
  if (parameters.length < 20) return parameters.findIndex((parameter) => parameter.name === name);
  let byName = indices.get(parameters);
  if (!byName) {
    byName = new Map(parameters.map((parameter, index) => [parameter.name, index] as const).reverse());
    indices.set(parameters, byName);
  }
  return byName.get(name) ?? -1;
}

/** The index of an argument's parameter, if it has one among those that could be read. */
function findLeniently({ name }: Argument, index: number, parameters: Named): number | undefined {
  const place = name === undefined ? index : indexOf(name, parameters);
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
  if (name !== undefined) {
    const place = indexOf(name, parameters);
    if (place !== -1) return place;
  } else if (!named && index < parameters.length) return index;
  reportUnmatched({ call, index, named }, parameters, file);
  return undefined;
}

function reportUnmatched({ call, index, named }: ArgumentPosition, parameters: Named, file: FileContext): void {
  const argument = call.arguments[index];
  const { name, value } = argument;
  const range = rangeOf(argument, file);
  const { diagnostics } = file;
  const describeCallee = () => ({
    callee: call.name,
    isBlock: file.blocks.has(call.name),
    parameters: parameters.map((parameter) => parameter.name),
  });
  if (name !== undefined) {
    diagnostics.reportLazily(unknownArgument, range, () => {
      const callee = describeCallee();
      const names = callee.parameters;
      const owner = ownerOf(name, parameters);
      const near = owner ? undefined : (translateParameter(name, names) ?? findNearest(name, names));
      const isGiven = call.arguments.some((other) => other.name === owner?.parameter);
      const belongsTo = owner && {
        parameter: owner.parameter,
        text: `${owner.parameter}=${owner.builtin}(${owner.argument}=${sourceText(value) ?? '...'})`,
        range: isGiven ? undefined : range,
      };
      const nameRange = leadingRange(range, name.length);
      return createDiagnostic(unknownArgument, range, { ...callee, name, nameRange, near, belongsTo });
    });
  } else if (named) {
    diagnostics.report(positionalAfterNamed, range);
  } else {
    const args = { position: index + 1, ...describeCallee() };
    diagnostics.report(tooManyArguments, range, args);
  }
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
