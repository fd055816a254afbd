// The values of expressions, and the scopes that names are looked up in.

import type { Shape } from '../../model/index.js';
import type { Builtin } from '../builtins/builtins.js';
import { type Block, type Call, type Expression, isCall } from '../syntax/generated/ast.js';
import type { FileContext } from './file-context.js';

/** A tensor of the network being expanded: the layer that made it, and its shape. */
export interface Tensor {
  readonly id: number;
  readonly shape: Shape;
  /** A mistake before it was reported, so the shape may not be the one meant: layers are not checked against it. */
  readonly uncertain?: boolean;
}

export type Value =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'size'; readonly sides: readonly number[] }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  /** Layers that are not placed yet, with the scope they are written in: each use places new ones. */
  | { readonly kind: 'piece'; readonly expression: Expression; readonly scope: Scope }
  | { readonly kind: 'tensor'; readonly tensor: Tensor }
  /** A built-in that is no layer, e.g. `sgd(lr=0.05)` or `digits`. */
  | { readonly kind: 'setting'; readonly builtin: Builtin; readonly call: Call; readonly scope: Scope }
  /** The result of a reported error: suppresses further errors. */
  | { readonly kind: 'unknown' };

export type Piece = Extract<Value, { kind: 'piece' }>;

export const unknown: Value = { kind: 'unknown' };

/** A value in words, for messages. */
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
 * A piece that is only the name of another, such as a block's parameter passed to an inner block, resolves to that
 * other one, so that paths name it once.
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
 * The names an expression may use: the parameters and bindings of its block or network. Blocks do not nest, so there
 * are no outer scopes. `given` is the block's input, which `input` and `channels` refer to.
 */
export class Scope {
  // Created when first needed: many scopes hold no names.
  private values: Map<string, Value> | undefined;
  private read: Set<string> | undefined;
  /** Scopes of one network with equal keys have equal values; absent where values have no key. */
  key: string | undefined;
  /** The blocks being expanded around it: a piece of this scope counts as inside them, wherever it is placed. */
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
