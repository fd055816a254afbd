// Links the segments of a layer's path, as in `freeze = "Stage.2/conv"`: each is a block, a binding or a built-in, with
// the number of its instance and of its repetition.
import { findBuiltin } from '../builtins/builtins.js';
import type { Range } from '../text/range.js';
import { describeBuiltin } from './describe-symbol.js';
import type { Body } from './link-names.js';
import type { Reference } from './symbols.js';

const segments = /([A-Za-z_]\w*)(?:\.\d+)?(?:\[\d+\])*(?:\/|$)/y;

/** References for the segments up to the first that cannot be followed. */
export function linkPath(path: string, range: Range, network: Body | undefined): Reference[] {
  const references: Reference[] = [];
  let body = network;
  segments.lastIndex = 0;
  for (let match = segments.exec(path); match && body; match = segments.exec(path)) {
    const [, name] = match;
    const start = { line: range.start.line, character: range.start.character + match.index };
    const found: Range = { start, end: { line: start.line, character: start.character + name.length } };
    const step = follow(name, body);
    if (step.symbol) references.push({ symbol: step.symbol, range: found, kind: 'path' });
    body = step.inside;
  }
  return references;
}

/** What a segment names, and the body that the next one is in. */
function follow(name: string, body: Body): { readonly symbol?: Reference['symbol']; readonly inside?: Body } {
  const local = body.scope.names.find((each) => each.name === name);
  // The calls in a named tensor or piece are in the same body; those that a parameter stands for are elsewhere.
  if (local) return { symbol: body.describe(local), inside: local.kind === 'binding' ? body : undefined };
  const block = body.findBlock(name);
  if (block) return { symbol: block.symbol, inside: block };
  const builtin = findBuiltin(name);
  if (builtin) return { symbol: describeBuiltin(builtin) };
  return name === 'group' ? { inside: body } : {};
}
