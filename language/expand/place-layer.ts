// Places one layer: reads its arguments, asks its rule for the operation and the output's shape, adds it to the graph.

import { elements, formatShape, type Padding, type Pair, type Shape } from '../../model/index.js';
import type { Instance } from '../analysis.js';
import type { Builtin, DeclaredParameter } from '../builtins/builtins.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { bindArguments, readArguments } from '../evaluate/arguments.js';
import type { FileContext } from '../evaluate/file-context.js';
import { isLiteral } from '../evaluate/literals.js';
import type { Tensor } from '../evaluate/value.js';
import { ruleOf } from '../layers/index.js';
import type { Arguments, LayerCall, LayerFix } from '../layers/rule.js';
import type { Call, Expression } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';
import { addArgument } from '../text/edits.js';
import type { Range } from '../text/range.js';
import { contextOf, type Site } from './site.js';

/** Values one tensor may have; its bytes must stay countable exactly, and no adapter holds more. */
const maximalElements = 2 ** 36;

/** `input` is absent only for the layer `input` itself. */
export function placeLayer(call: Call, builtin: Builtin, path: string, input: Tensor | undefined, site: Site): Tensor {
  const context = contextOf(site, input);
  const overrides = site.scope.file.defaults.get(builtin.name);
  const { parameters } = builtin;
  const binding = bindArguments(call, parameters, context, undefined, overrides);
  const { values, failed } = readArguments(call, parameters, binding, context);
  const written = (name: string | number) => binding.written[parameters.findIndex((each) => each.name === name)];
  const given = new ReadArguments(parameters, values);
  const defaults = overrides && overridden(overrides, written, site.scope.file);
  return place(call, builtin, path, input ? [input] : [], given, defaults, failed, written, site);
}

/** Places a join; `branches` are parallel to the call's arguments. */
export function placeJoin(call: Call, builtin: Builtin, path: string, branches: readonly Tensor[], site: Site): Tensor {
  const written = (branch: string | number) => call.arguments[branch as number]?.value;
  return place(call, builtin, path, branches, noArguments, undefined, false, written, site);
}

function place(
  call: Call,
  builtin: Builtin,
  path: string,
  inputs: readonly Tensor[],
  given: Arguments,
  defaults: Instance['defaults'],
  failed: boolean,
  written: (parameter: string | number) => Expression | undefined,
  { building, repeats, scope }: Site,
): Tensor {
  const { file } = scope;
  const { diagnostics } = file;
  const layerCall: LayerCall = {
    arguments: given,
    inputs: inputs.map((tensor) => tensor.shape),
    trail: () => (inputs.length === 1 ? building.trail(inputs[0]) : ''),
    report(parameter, code, message, { fixes = [], related = [] } = {}) {
      // A wrong argument was said already; what follows from its stand-in is not the writer's mistake.
      if (failed) return;
      const argument = written(parameter);
      const range = argument ? rangeOf(argument, file) : nameRange(call, file);
      diagnostics.report(code, range, message, {
        related: related.flatMap(({ input, sides }) => building.maker(inputs[input], sides, file.path) ?? []),
        fixes: fixes.flatMap((fix) => asFix(fix, call, range, written, file) ?? []),
      });
    },
  };
  const { operation, output } = ruleOf(builtin.name)!.resolve(layerCall);
  return building.add(
    operation,
    inputs,
    bounded(output, call, file),
    path,
    rangeOf(call, file),
    file.path,
    repeats,
    defaults,
  );
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
    return { title, edits: [addArgument(rangeOf(call, file), sourceText(call) ?? '', `${argument}=${value}`)] };
  return isLiteral(given) ? { title, edits: [{ range: rangeOf(given, file), newText: value }] } : undefined;
}

/** Where the file's own defaults stand that a call took. */
function overridden(
  overrides: ReadonlyMap<string, Expression>,
  written: (parameter: string) => Expression | undefined,
  file: FileContext,
): Readonly<Record<string, Range>> {
  const taken = [...overrides].filter(([name]) => !written(name));
  return Object.fromEntries(taken.map(([name, expression]) => [name, rangeOf(expression, file)]));
}

function bounded(shape: Shape, call: Call, file: FileContext): Shape {
  if (elements(shape) <= maximalElements) return shape;
  const count = elements(shape).toLocaleString('en-US');
  const limit = maximalElements.toLocaleString('en-US');
  file.diagnostics.error(
    'tensor-too-large',
    rangeOf(call, file),
    `its output ${formatShape(shape)} has ${count} values; a tensor may have up to ${limit}.`,
  );
  return { height: 1, width: 1, channels: shape.channels };
}

/** A call's arguments, found by their parameters' names: there are few. */
class ReadArguments implements Arguments {
  constructor(
    private readonly parameters: readonly DeclaredParameter[],
    private readonly values: readonly unknown[],
  ) {}

  number(name: string): number {
    return this.value(name) as number;
  }

  flag(name: string): boolean {
    return this.value(name) as boolean;
  }

  pair(name: string): Pair {
    return this.value(name) as Pair;
  }

  shape(name: string): Shape {
    return this.value(name) as Shape;
  }

  padding(name: string): Padding | 'same' {
    return this.value(name) as Padding | 'same';
  }

  pixels(name: string): Padding {
    return this.value(name) as Padding;
  }

  symbol(name: string): string {
    return this.value(name) as string;
  }

  private value(name: string): unknown {
    const { parameters } = this;
    for (let index = 0; index < parameters.length; index++) {
      if (parameters[index].name === name) return this.values[index];
    }
    return undefined;
  }
}

const noArguments = new ReadArguments([], []);
