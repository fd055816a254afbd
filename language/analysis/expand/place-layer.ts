// Places one layer: reads its arguments, asks its rule for the operation and the output's shape, adds it to the graph.
import type { Builtin } from '../../builtins.js';
import type { Call } from '../../generated/ast.js';
import { elements, formatShape, type Padding, type Pair, type Shape } from '../../graph/index.js';
import { ruleOf } from '../../layers/index.js';
import type { Arguments, LayerCall } from '../../layers/rule.js';
import { bindArguments, readArguments } from './arguments.js';
import { nameRange, rangeOf } from './ranges.js';
import { contextOf, type Site } from './site.js';
import { Scope, type Tensor } from './value.js';

/** Values one tensor may have; its bytes must stay countable exactly, and no adapter holds more. */
const maximalElements = 2 ** 36;

/** `input` is absent only for the layer `input` itself. Answers with `input` where the layer could not be placed. */
export function placeLayer(call: Call, builtin: Builtin, path: string, input: Tensor | undefined, site: Site): Tensor {
  const { building, repeats } = site;
  const context = contextOf(site, input);
  const overrides = building.file.defaults.get(builtin.name);
  const binding = bindArguments(call, builtin.parameters, context, new Scope('file'), overrides);
  const { values, failed } = readArguments(call, builtin.parameters, binding, context);
  const layerCall: LayerCall = {
    arguments: typed(values),
    inputs: input ? [input.shape] : [],
    trail: () => (input ? building.trail(input) : ''),
    report(parameter, code, message) {
      // A wrong argument was said already; what follows from its stand-in is not the writer's mistake.
      if (failed) return;
      const written = binding.bound.get(parameter)?.written;
      building.file.problems.error(code, written ? rangeOf(written) : nameRange(call), message);
    },
  };
  const { operation, output } = ruleOf(builtin.name)!.resolve(layerCall);
  const range = rangeOf(call);
  return building.add(operation, input ? [input] : [], bounded(output, call, site), path, { range, repeats });
}

function bounded(shape: Shape, call: Call, { building }: Site): Shape {
  if (elements(shape) <= maximalElements) return shape;
  const count = elements(shape).toLocaleString('en-US');
  const limit = maximalElements.toLocaleString('en-US');
  building.file.problems.error(
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
  };
}
