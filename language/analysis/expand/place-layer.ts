// Places one layer: reads its arguments, asks its rule for the operation and the output's shape, adds it to the graph.
import type { Builtin } from '../../builtins.js';
import type { Call, Expression } from '../../generated/ast.js';
import { elements, formatShape, type Padding, type Pair, type Shape } from '../../graph/index.js';
import { ruleOf } from '../../layers/index.js';
import type { Arguments, LayerCall, LayerFix } from '../../layers/rule.js';
import { addArgument } from '../edits.js';
import type { Fix, Range } from '../problem.js';
import { bindArguments, readArguments } from './arguments.js';
import type { FileContext } from './file-context.js';
import { isLiteral } from './literals.js';
import { nameRange, rangeOf } from './ranges.js';
import { contextOf, type Site } from './site.js';
import { Scope, type Tensor } from './value.js';

/** Values one tensor may have; its bytes must stay countable exactly, and no adapter holds more. */
const maximalElements = 2 ** 36;

/** `input` is absent only for the layer `input` itself. */
export function placeLayer(call: Call, builtin: Builtin, path: string, input: Tensor | undefined, site: Site): Tensor {
  const context = contextOf(site, input);
  const overrides = site.scope.file.defaults.get(builtin.name);
  const binding = bindArguments(call, builtin.parameters, context, new Scope('file', site.scope.file), overrides);
  const { values, failed } = readArguments(call, builtin.parameters, binding, context);
  const written = (parameter: string | number) => binding.bound.get(`${parameter}`)?.written;
  const tensor = place(call, builtin, path, input ? [input] : [], typed(values), failed, written, site);
  if (overrides) site.building.noteDefaults(tensor, overridden(overrides, binding, site.scope.file));
  return tensor;
}

/** Places a join; `branches` are parallel to the call's arguments. */
export function placeJoin(call: Call, builtin: Builtin, path: string, branches: readonly Tensor[], site: Site): Tensor {
  const written = (branch: string | number) => call.arguments[branch as number]?.value;
  return place(call, builtin, path, branches, typed(new Map()), false, written, site);
}

function place(
  call: Call,
  builtin: Builtin,
  path: string,
  inputs: readonly Tensor[],
  given: Arguments,
  failed: boolean,
  written: (parameter: string | number) => Expression | undefined,
  { building, repeats, scope }: Site,
): Tensor {
  const { file } = scope;
  const { problems } = file;
  const layerCall: LayerCall = {
    arguments: given,
    inputs: inputs.map((tensor) => tensor.shape),
    trail: () => (inputs.length === 1 ? building.trail(inputs[0]) : ''),
    report(parameter, code, message, { fixes = [], related = [] } = {}) {
      // A wrong argument was said already; what follows from its stand-in is not the writer's mistake.
      if (failed) return;
      const argument = written(parameter);
      const range = argument ? rangeOf(argument, file) : nameRange(call, file);
      problems.report(code, range, message, {
        related: related.flatMap(({ input, sides }) => building.maker(inputs[input], sides, file.path) ?? []),
        fixes: fixes.flatMap((fix) => asFix(fix, call, range, written, file) ?? []),
      });
    },
  };
  const { operation, output } = ruleOf(builtin.name)!.resolve(layerCall);
  return building.add(operation, inputs, bounded(output, call, file), path, rangeOf(call, file), file.path, repeats);
}

/** Undefined for an argument that is computed from names: another value would undo what they are for. */
function asFix(
  fix: LayerFix,
  call: Call,
  marked: Range,
  written: (parameter: string) => Expression | undefined,
  file: FileContext,
): Fix | undefined {
  if ('append' in fix) {
    const place = { start: marked.end, end: marked.end };
    return { title: `Write${fix.append} behind it`, edits: [{ range: place, newText: fix.append }] };
  }
  const { argument, value } = fix;
  const title = `Write ${argument}=${value}`;
  const given = written(argument);
  if (!given)
    return { title, edits: [addArgument(rangeOf(call, file), call.$cstNode?.text ?? '', `${argument}=${value}`)] };
  return isLiteral(given) ? { title, edits: [{ range: rangeOf(given, file), newText: value }] } : undefined;
}

/** Where the file's own defaults stand that a call took. */
function overridden(
  overrides: ReadonlyMap<string, Expression>,
  { bound }: ReturnType<typeof bindArguments>,
  file: FileContext,
): Readonly<Record<string, Range>> {
  const taken = [...overrides].filter(([name]) => !bound.get(name)?.written);
  return Object.fromEntries(taken.map(([name, expression]) => [name, rangeOf(expression, file)]));
}

function bounded(shape: Shape, call: Call, file: FileContext): Shape {
  if (elements(shape) <= maximalElements) return shape;
  const count = elements(shape).toLocaleString('en-US');
  const limit = maximalElements.toLocaleString('en-US');
  file.problems.error(
    'tensor-too-large',
    rangeOf(call, file),
    `its output ${formatShape(shape)} has ${count} values; a tensor may have up to ${limit}.`,
  );
  return { height: 1, width: 1, channels: shape.channels };
}

function typed(values: ReadonlyMap<string, unknown>): Arguments {
  return {
    number: (name) => values.get(name) as number,
    flag: (name) => values.get(name) as boolean,
    pair: (name) => values.get(name) as Pair,
    shape: (name) => values.get(name) as Shape,
    padding: (name) => values.get(name) as Padding | 'same',
    pixels: (name) => values.get(name) as Padding,
    symbol: (name) => values.get(name) as string,
  };
}
