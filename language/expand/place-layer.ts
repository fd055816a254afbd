// Places one layer: reads its arguments, resolves its operation and output shape by the layer's rule, and adds it to
// the graph.

import {
  type AlignedPadding,
  type AutomaticPadding,
  elements,
  type Padding,
  type Pair,
  type Shape,
} from '../../model/index.js';
import type { Instance } from '../analysis.js';
import type { Builtin, DeclaredParameter } from '../builtins/builtins.js';
import { tensorTooLarge } from '../diagnostics/bounds.js';
import type { Fix } from '../diagnostics/diagnostic.js';
import { createDiagnostic, type LayerFix } from '../diagnostics/entry.js';
import { bindArguments, readArguments } from '../evaluate/arguments.js';
import type { FileContext } from '../evaluate/file-context.js';
import { isLiteral } from '../evaluate/literals.js';
import type { Tensor } from '../evaluate/value.js';
import { ruleOf } from '../layers/index.js';
import type { Arguments, LayerCall } from '../layers/rule.js';
import { limits } from '../limits.js';
import type { Call, Expression } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { nameRange, rangeOf } from '../syntax/ranges.js';
import { addArgument } from '../text/edits.js';
import type { Range } from '../text/range.js';
import { type ExpansionContext, evaluationContext } from './expansion-context.js';

/** The layer of a call, and the path of its instance. */
export interface NamedLayer {
  readonly builtin: Builtin;
  readonly path: string;
}

/** A layer's call with its arguments read. */
interface ReadCall {
  readonly call: Call;
  readonly inputs: readonly Tensor[];
  readonly given: Arguments;
  /** An argument is wrong, which was reported. */
  readonly failed: boolean;
  readonly defaults: Instance['defaults'];
  /** The argument as written, by its parameter or the index of its branch. */
  readonly written: (parameter: string | number) => Expression | undefined;
}

/** `input` is absent only for the layer `input` itself. */
export function placeLayer(
  call: Call,
  layer: NamedLayer,
  input: Tensor | undefined,
  expansion: ExpansionContext,
): Tensor {
  const context = evaluationContext(expansion, input);
  const { name, parameters } = layer.builtin;
  const overrides = expansion.scope.file.defaults.get(name);
  const binding = bindArguments(call, parameters, context, { overrides });
  const { values, failed } = readArguments(call, parameters, binding, context);
  const written = (name: string | number) => binding.written[parameters.findIndex((each) => each.name === name)];
  const given = new ReadArguments(parameters, values);
  const defaults = overrides && overriddenDefaults(overrides, written, expansion.scope.file);
  const read = { call, inputs: input ? [input] : [], given, failed, defaults, written };
  return place(layer, read, expansion);
}

/** Places a join; `branches` are parallel to the call's arguments. */
export function placeJoin(
  call: Call,
  layer: NamedLayer,
  branches: readonly Tensor[],
  expansion: ExpansionContext,
): Tensor {
  const written = (branch: string | number) => call.arguments[branch as number]?.value;
  const read = { call, inputs: branches, given: noArguments, failed: false, defaults: undefined, written };
  return place(layer, read, expansion);
}

function place({ builtin, path }: NamedLayer, read: ReadCall, { builder, repeats, scope }: ExpansionContext): Tensor {
  const { call, inputs, given, failed, defaults, written } = read;
  const { file } = scope;
  const { diagnostics } = file;
  const misread = failed || file.damage.shapesUnknown;
  const uncertain = misread || inputs.some((input) => input.uncertain);
  const layerCall: LayerCall = {
    arguments: given,
    inputs: inputs.map((tensor) => tensor.shape),
    sizeHistory: () => (inputs.length === 1 ? builder.describeSizes(inputs[0]) : ''),
    report(parameter, entry, args, related = []) {
      // A mistake was reported, and its placeholder may cause errors that the author did not make.
      if (uncertain) return;
      const argument = written(parameter);
      const range = argument ? rangeOf(argument, file) : nameRange(call, file);
      diagnostics.reportLazily(entry, range, () => {
        const fixes = entry.fixes?.(args, range).flatMap((fix) => toEdits(fix, read, range, file) ?? []);
        const makers = related.flatMap(({ input, sides }) => builder.findMaker(inputs[input], sides, file.path) ?? []);
        return createDiagnostic({ ...entry, fixes: () => fixes ?? [] }, range, args, makers);
      });
    },
  };
  const { operation, output: resolved } = ruleOf(builtin.name)!.resolve(layerCall);
  const output = boundElements(resolved, call, file, uncertain);
  return builder.add({
    operation,
    inputs,
    output,
    path,
    repeats,
    origin: rangeOf(call, file),
    file: file.path,
    defaults,
    // A fully connected layer takes any shape, and has the one it was given.
    uncertain: output !== resolved || (operation.kind === 'fc' ? misread : uncertain),
  });
}

/** Undefined for an argument that is computed from names: a literal in its place would lose the computation. */
function toEdits(fix: LayerFix, { call, written }: ReadCall, marked: Range, file: FileContext): Fix | undefined {
  if ('append' in fix) {
    const end = { start: marked.end, end: marked.end };
    return { title: `Write${fix.append} behind it`, edits: [{ range: end, newText: fix.append }] };
  }
  const { argument, value } = fix;
  const title = `Write ${argument}=${value}`;
  const given = written(argument);
  if (!given)
    return { title, edits: [addArgument(rangeOf(call, file), sourceText(call) ?? '', `${argument}=${value}`)] };
  return isLiteral(given) ? { title, edits: [{ range: rangeOf(given, file), newText: value }] } : undefined;
}

/** The ranges of the file's own defaults that a call uses. */
function overriddenDefaults(
  overrides: ReadonlyMap<string, Expression>,
  written: (parameter: string) => Expression | undefined,
  file: FileContext,
): Readonly<Record<string, Range>> {
  const taken = [...overrides].filter(([name]) => !written(name));
  return Object.fromEntries(taken.map(([name, expression]) => [name, rangeOf(expression, file)]));
}

/** `uncertain`: a mistake before it was reported, so only the bound is kept. */
function boundElements(shape: Shape, call: Call, file: FileContext, uncertain: boolean): Shape {
  if (elements(shape) <= limits.values) return shape;
  const args = { output: shape, values: elements(shape), limit: limits.values };
  if (!uncertain) file.diagnostics.report(tensorTooLarge, rangeOf(call, file), args);
  return { height: 1, width: 1, channels: shape.channels };
}

/** A call's arguments by parameter name; a linear search, because there are few. */
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

  padding(name: string): Padding | AutomaticPadding {
    return this.value(name) as Padding | AutomaticPadding;
  }

  transposedPadding(name: string): Padding | AlignedPadding {
    return this.value(name) as Padding | AlignedPadding;
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
