// The names that a place in the text can use beside blocks and built-ins: the parameters and bindings of the block or
// network around it. Read from the syntax tree when somebody asks.
import type { ParseResult } from 'langium';
import { type File, isBinding, isBlock, isNetwork, isResult } from '../../generated/ast.js';
import type { Range } from '../problem.js';
import { leading, rangeOf } from './ranges.js';

export interface LocalName {
  readonly name: string;
  readonly kind: 'parameter' | 'binding';
  /** Of the name where it is declared. */
  readonly range: Range;
  /** What follows its `=`, as written; absent for a parameter without default. */
  readonly value?: string;
}

/** In the order of the text; at file level, the names of a network without a name are none. */
export function localNames({ value: file }: ParseResult<File>, offset: number): LocalName[] {
  const around = file.items.find((item) => {
    const text = item.$cstNode;
    return text && !isResult(item) && text.offset < offset && offset <= text.end;
  });
  const names: LocalName[] = [];
  if (isBlock(around)) {
    for (const parameter of around.parameters) {
      if (parameter.name) names.push(local(parameter, 'parameter', parameter.default?.$cstNode?.text));
    }
  }
  if (isBlock(around) || isNetwork(around)) {
    for (const binding of around.statements.filter(isBinding)) {
      names.push(local(binding, 'binding', binding.value?.$cstNode?.text));
    }
  }
  return names;
}

function local(node: Parameters<typeof rangeOf>[0] & { name: string }, kind: LocalName['kind'], value?: string) {
  return { name: node.name, kind, range: leading(rangeOf(node), node.name.length), value };
}
