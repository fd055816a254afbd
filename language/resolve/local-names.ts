// The names that a place in the text can use beside blocks and built-ins: the parameters and bindings of the block or
// network around it. Read from the syntax tree when somebody asks.

import { type Binding, isBinding, isBlock, isNetwork, isResult, type Parameter } from '../syntax/generated/ast.js';
import { sourceText } from '../syntax/nodes.js';
import { itemsOf, type ParsedFile } from '../syntax/parsed-file.js';
import { isInside, leading, rangeOf } from '../syntax/ranges.js';
import type { Range } from '../text/range.js';

export interface LocalName {
  readonly name: string;
  readonly kind: 'parameter' | 'binding';
  /** Of the name where it is declared. */
  readonly range: Range;
  /** What follows its `=`, as written; absent for a parameter without default. */
  readonly value?: string;
}

/** In the order of the text; at file level, the names of a network without a name are none. */
export function localNames(file: ParsedFile, offset: number): LocalName[] {
  const around = itemsOf(file).find((item) => {
    return !isResult(item) && isInside(item, offset, file);
  });
  const names: LocalName[] = [];
  if (isBlock(around)) {
    for (const parameter of around.parameters) {
      if (parameter.name) names.push(local(parameter, file, 'parameter', sourceText(parameter.default)));
    }
  }
  if (isBlock(around) || isNetwork(around)) {
    for (const binding of around.statements.filter(isBinding)) {
      names.push(local(binding, file, 'binding', sourceText(binding.value)));
    }
  }
  return names;
}

function local(
  node: (Parameter | Binding) & { name: string },
  file: ParsedFile,
  kind: LocalName['kind'],
  value?: string,
): LocalName {
  return { name: node.name, kind, range: leading(rangeOf(node, file), node.name.length), value };
}
