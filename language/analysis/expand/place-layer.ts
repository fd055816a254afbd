// Places one layer: reads its arguments, asks its rule for the operation and the output's shape, adds it to the graph.
import type { Builtin } from '../../builtins.js';
import type { Call, Expression } from '../../generated/ast.js';
import { elements, formatShape, type Padding, type Pair, type Shape } from '../../graph/index.js';
import { ruleOf } from '../../layers/index.js';
import type { Arguments, Details, LayerCall } from '../../layers/rule.js';
import type { Fix, Range } from '../problem.js';
import { bindArguments, readArguments } from './arguments.js';
import type { FileContext } from './file-context.js';
import { nameRange, rangeOf } from './ranges.js';
import { contextOf, type Site } from './site.js';
import { Scope, type Tensor } from './value.js';

/** Values one tensor may have; its bytes must stay countable exactly, and no adapter holds more. */
const maximalElements = 2 ** 36;

/** `input` is absent only for the layer `input` itself. */
export function placeLayer(call: Call, builtin: Builtin, path: string, input: Tensor | undefined, site: Site): Tensor {
  const { building } = site;
  const context = contextOf(site, input);
  const overrides = site.scope.file.defaults.get(builtin.name);
  const binding = bindArguments(call, builtin.parameters, context, new Scope('file', site.scope.file), overrides);
  const { values, failed } = readArguments(call, builtin.parameters, binding, context);
  const written = (parameter: string | number) => binding.bound.get(`${parameter}`)?.written;
  return place(call, builtin, path, input ? [input] : [], typed(values), failed, written, site);
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
  const { problems, path: file } = scope.file;
  const layerCall: LayerCall = {
    arguments: given,
    inputs: inputs.map((tensor) => tensor.shape),
    trail: () => (inputs.length === 1 ? building.trail(inputs[0]) : ''),
    report(parameter, code, message, { fixes = [] } = {}) {
      // A wrong argument was said already; what follows from its stand-in is not the writer's mistake.
      if (failed) return;
      const argument = written(parameter);
      const range = argument ? rangeOf(argument) : nameRange(call);
      problems.error(code, range, message, { fixes: fixes.map((fix) => asFix(fix, range)) });
    },
  };
  const { operation, output } = ruleOf(builtin.name)!.resolve(layerCall);
  return building.add(operation, inputs, bounded(output, call, problems), path, {
    range: rangeOf(call),
    file,
    repeats,
  });
}

function asFix({ title, replace, append }: NonNullable<Details['fixes']>[number], range: Range): Fix {
  const edited = append === undefined ? range : { start: range.end, end: range.end };
  return { title, edits: [{ range: edited, newText: append ?? replace ?? '' }] };
}

function bounded(shape: Shape, call: Call, problems: FileContext['problems']): Shape {
  if (elements(shape) <= maximalElements) return shape;
  const count = elements(shape).toLocaleString('en-US');
  const limit = maximalElements.toLocaleString('en-US');
  problems.error(
    'tensor-too-large',
    rangeOf(call),
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
