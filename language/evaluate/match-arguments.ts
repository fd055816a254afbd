// Which of a call's arguments goes to which parameter; what goes nowhere is reported.

import { findAugmentation, findBuiltin, namesOf } from '../builtins/builtins.js';
import { type Fix, writing } from '../diagnostics/diagnostic.js';
import type { CodeOf } from '../diagnostics/index.js';
import { peerParameter } from '../recovery/foreign-names.js';
import { nearest } from '../recovery/nearest-name.js';
import { reportShapeSlip } from '../recovery/size-typos.js';
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

export function match(call: Call, parameters: Named, file: FileContext): Match {
  const written = new Array<Expression | undefined>(parameters.length).fill(undefined);
  const meant = reportShapeSlip(call, parameters, file);
  if (meant) return { written, failed: true, meant };
  let failed = false;
  let named = false;
  for (let index = 0; index < call.arguments.length; index++) {
    const argument = call.arguments[index];
    const { name, value } = argument;
    if (name !== undefined && value !== undefined) named = true;
    const place = placeOf(argument, index, named, call, parameters, file);
    if (place === undefined) failed = true;
    else if (written[place] === undefined) written[place] = value;
    else {
      failed = true;
      report('argument-twice', argument, `\`${argument.name}\` is given twice.`, file);
    }
  }
  return { written, failed };
}

/** The index of an argument's parameter. `named`: it or one before it has a name. */
function placeOf(
  argument: Argument,
  index: number,
  named: boolean,
  call: Call,
  parameters: Named,
  file: FileContext,
): number | undefined {
  const { name, value } = argument;
  if (value === undefined) return undefined;
  if (name !== undefined) {
    const place = parameters.findIndex((parameter) => parameter.name === name);
    if (place !== -1) return place;
    const names = parameters.map((parameter) => parameter.name);
    const owner = ownerOf(name, parameters);
    const near = owner ? undefined : (peerParameter(name, names) ?? nearest(name, names));
    const within = owner && `${owner.parameter}=${owner.builtin}(${owner.argument}=${sourceText(value) ?? '...'})`;
    const hint = within
      ? `: it belongs into \`${owner.parameter}\`, as in ${within}.`
      : near
        ? `: did you mean \`${near}\`?`
        : `: it ${takes(parameters)}.`;
    const range = leadingRange(rangeOf(argument, file), name.length);
    const fixes = near ? [writing(near, range)] : [];
    if (within && call.arguments.every((other) => other.name !== owner.parameter)) {
      fixes.push(writing(within, rangeOf(argument, file)));
    }
    report('unknown-argument', argument, `${call.name} has no argument \`${name}\`${hint}`, file, fixes);
  } else if (named) {
    const message = 'arguments without a name come before those with one.';
    report('positional-after-named', argument, message, file);
  } else if (index >= parameters.length) {
    const message = `this is argument ${index + 1}, and ${call.name} ${takes(parameters)}.`;
    report('too-many-arguments', argument, message, file);
  } else return index;
  return undefined;
}

/** `lr` given to `train`: the setting whose built-ins have an argument of this name, and the first of these. */
function ownerOf(name: string, parameters: Named) {
  for (const { name: parameter, type } of parameters) {
    const { category } = acceptedNames(type ?? '');
    for (const builtin of category ? namesOf(category) : []) {
      const names = (findBuiltin(builtin) ?? findAugmentation(builtin))?.parameters.map((each) => each.name) ?? [];
      const argument = names.includes(name) ? name : peerParameter(name, names);
      if (argument) return { parameter, builtin, argument };
    }
  }
  return undefined;
}

function takes(parameters: Named): string {
  return parameters.length === 0 ? 'takes no arguments' : `takes ${parameters.map(({ name }) => name).join(', ')}`;
}

function report(code: CodeOf<'error'>, argument: Argument, message: string, file: FileContext, fixes: Fix[] = []) {
  file.diagnostics.error(code, rangeOf(argument, file), message, { fixes });
}
