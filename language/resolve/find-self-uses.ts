// Finds pieces that use themselves, alone or through one another, by their names and before anything is expanded:
// `a = a -> relu` would never end.
import {
  type Binding,
  type Block,
  type Call,
  type Expression,
  isBinding,
  isBlock,
  type Network,
  type Parameter,
} from '../syntax/generated/ast.js';
import { classify } from './classify-expression.js';
import type { LocalDeclaration } from './name-uses.js';
import { Names } from './names.js';

type Body = Block | Network;
type Named = Binding | Parameter;

/** By the piece: the call in it that leads back to it. */
export type SelfUses = ReadonlyMap<unknown, Call>;

const found = new WeakMap<Body, SelfUses>();

export function findSelfUses(body: Body): SelfUses {
  let uses = found.get(body);
  if (!uses) {
    uses = searchBody(body);
    found.set(body, uses);
  }
  return uses;
}

interface Piece {
  readonly node: Named;
  readonly calls: readonly Call[];
}

function searchBody(body: Body): SelfUses {
  const pieces = collectPieces(body);
  const uses: Edges = new Map(Array.from(pieces, ([name, { calls }]) => [name, calls.map((call) => call.name)]));
  // What leads to no circle goes, then what no circle leads to.
  const circles = keepEndless(reverse(keepEndless(uses)));
  const selfUses = new Map<unknown, Call>();
  for (const name of circles.keys()) {
    const { node, calls } = pieces.get(name)!;
    selfUses.set(node, calls.find((call) => circles.has(call.name))!);
  }
  return selfUses;
}

/** Names, and those each of them leads to; others are no pieces. */
type Edges = ReadonlyMap<string, readonly string[]>;

/** The names from which paths never end, and the edges between them. */
function keepEndless(edges: Edges): Edges {
  const inside = new Map(Array.from(edges, ([name, next]) => [name, next.filter((each) => edges.has(each))]));
  const before = reverse(inside);
  const open = new Map(Array.from(inside, ([name, next]) => [name, next.length]));
  const ended = [...open].flatMap(([name, count]) => (count === 0 ? name : []));
  for (const name of ended) {
    for (const user of before.get(name) ?? []) {
      const count = open.get(user)! - 1;
      open.set(user, count);
      if (count === 0) ended.push(user);
    }
  }
  for (const name of ended) inside.delete(name);
  return inside;
}

/** The edges the other way round, of the names that have any. */
function reverse(edges: Edges): Edges {
  const reversed = new Map(Array.from(edges.keys(), (name): [string, string[]] => [name, []]));
  for (const [name, next] of edges) for (const each of next) reversed.get(each)?.push(name);
  return reversed;
}

/** The pieces of a body by name, with what they call; the first of two with one name holds. */
function collectPieces(body: Body): ReadonlyMap<string, Piece> {
  const nodes: Named[] = [...(isBlock(body) ? body.parameters : []), ...body.statements.filter(isBinding)];
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const declarations = nodes.map((node): LocalDeclaration => ({ kind: 'binding', name: node.name, range }));
  const names = Names.of(declarations);
  const pieces = new Map<string, Piece>();
  for (const [index, node] of nodes.entries()) {
    const value = node.$type === 'Binding' ? node.value : node.default;
    if (!node.name || !value) continue;
    declarations[index].holds = classify(value, names.before(index));
    if (declarations[index].holds !== 'piece' || pieces.has(node.name)) continue;
    pieces.set(node.name, { node, calls: callsIn(value).filter(({ name }) => names.declares(name)) });
  }
  return pieces;
}

/** Every call in an expression; with a stack of its own, since sums are as deep as they are long. */
function callsIn(expression: Expression): Call[] {
  const calls: Call[] = [];
  const open: (Expression | undefined)[] = [expression];
  while (open.length > 0) {
    const next = open.pop();
    switch (next?.$type) {
      case 'Call':
        calls.push(next);
        for (const { value } of next.arguments) open.push(value);
        break;
      case 'Chain':
      case 'Tuple':
        for (const element of next.elements) open.push(element);
        break;
      case 'Group':
        open.push(next.chain);
        break;
      case 'Binary':
        open.push(next.left, next.right);
        break;
      case 'Negation':
        open.push(next.operand);
        break;
    }
  }
  return calls.reverse();
}
