// What an expression can stand for.

import type { Shape } from '../../model/index.js';
import type { Builtin } from '../builtins/builtins.js';
import { type Block, type Call, type Expression, isCall } from '../syntax/generated/ast.js';
import type { FileContext } from './file-context.js';

/** A tensor of the network being expanded: the layer that made it, and its shape. */
export interface Tensor {
  readonly id: number;
  readonly shape: Shape;
}

export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'size'; readonly sides: readonly number[] }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  /** Layers not placed yet: a piece is placed anew at each use, in the scope it was written in. */
  | { readonly kind: 'piece'; readonly expression: Expression; readonly scope: Scope }
  | { readonly kind: 'tensor'; readonly tensor: Tensor }
  /** A built-in that is no layer, e.g. `sgd(lr=0.05)` or `digits`. */
  | { readonly kind: 'setting'; readonly builtin: Builtin; readonly call: Call; readonly scope: Scope }
  /** After an error that was reported: nothing more is said of it. */
  | { readonly kind: 'unknown' };

export type Piece = Extract<Value, { kind: 'piece' }>;

export const unknown: Value = { kind: 'unknown' };

/** A value in words, for messages: `a number`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'number':
      return `${value.value}`;
    case 'size':
      return value.sides.join('x');
    case 'symbol':
      return `\`${value.name}\``;
    case 'text':
      return 'a text';
    case 'tuple':
      return `a tuple of ${value.items.length}`;
    case 'piece':
      return 'a piece of network';
    case 'tensor':
      return 'a tensor';
    case 'setting':
      return `\`${value.builtin.name}\``;
    case 'unknown':
      return 'something unknown';
  }
}

/** A value as a file would write it; undefined for pieces and tensors, which have no other text than their own. */
export function formatValue(value: Value): string | undefined {
  switch (value.kind) {
    case 'number':
    case 'size':
    case 'setting':
      return describe(value).replaceAll('`', '');
    case 'symbol':
      return value.name;
    case 'text':
      return JSON.stringify(value.text);
    case 'tuple': {
      const items = value.items.map(formatValue);
      return items.includes(undefined) ? undefined : `(${items.join(', ')})`;
    }
    default:
      return undefined;
  }
}

/**
 * A piece that is only another one's name, such as a block's parameter handed to a block in it, is that other one:
 * paths name it once.
 */
export function resolveAlias(piece: Piece): Piece {
  const seen = new Set<Piece>();
  for (let next: Value | undefined = piece; next?.kind === 'piece' && !seen.has(next); ) {
    piece = next;
    seen.add(piece);
    const { expression, scope }: Piece = piece;
    next = isCall(expression) && expression.arguments.length === 0 ? scope.get(expression.name) : undefined;
  }
  return piece;
}

/**
 * The names an expression may use: a block's or network's parameters and bindings, inside those of nothing else, since
 * blocks do not nest. `given` is the tensor its block is given, which `input` and `channels` speak of.
 */
export class Scope {
  // Made when they are first needed: many a scope is only read in.
  private values: Map<string, Value> | undefined;
  private read: Set<string> | undefined;
  /** Two scopes of one network with equal keys hold equal values; absent where that cannot be said. */
  key: string | undefined;
  /** The blocks entered on the way to it: a piece written here is inside of these, wherever it is placed. */
  blocks: readonly Block[] = [];

  constructor(
    readonly kind: 'file' | 'network' | 'block',
    /** The file whose text is read in this scope. */
    readonly file: FileContext,
    readonly given?: Tensor,
  ) {}

  get(name: string): Value | undefined {
    const value = this.values?.get(name);
    if (!value) return undefined;
    this.read ??= new Set();
    this.read.add(name);
    return value;
  }

  /** Whether a name has a value, without counting as a use of it. */
  has(name: string): boolean {
    return this.values?.has(name) ?? false;
  }

  /** Its value, likewise. */
  peek(name: string): Value | undefined {
    return this.values?.get(name);
  }

  isUsed(name: string): boolean {
    return this.read?.has(name) ?? false;
  }

  set(name: string, value: Value): void {
    this.values ??= new Map();
    this.values.set(name, value);
  }

  names(): Iterable<string> {
    return this.values?.keys() ?? [];
  }
}
