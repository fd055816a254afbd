// Constants in shader source. A control character, which WGSL never contains, marks each literal: it prints as the
// literal, or as a field of the constants table where kernels share a shader (shared-shaders.ts).

/** `size`: the elements of a storage buffer, which its declaration may leave out. `table`: where the table goes. */
export type ConstantKind = 'i32' | 'u32' | 'f32' | 'size' | 'table';

export interface Constant {
  readonly kind: ConstantKind;
  readonly literal: string;
}

/** Source cut at its constants: `texts[n]` precedes `constants[n]`; one more text follows the last. */
export interface Segments {
  readonly texts: readonly string[];
  readonly constants: readonly Constant[];
}

const kinds = ['i32', 'u32', 'f32', 'size', 'table'] as const satisfies readonly ConstantKind[];
const marks = {
  i32: '\u0001',
  u32: '\u0002',
  f32: '\u0003',
  size: '\u0004',
  table: '\u0005',
} as const satisfies Record<ConstantKind, string>;
const anyMark = new RegExp(`[${Object.values(marks).join('')}]`, 'g');

/** The literal, marked; an f32 ends in `f`, a u32 in `u`, a size before `>`. */
export function markConstant(kind: ConstantKind, literal: string): string {
  return marks[kind] + literal;
}

/** The kind of an expression that is a single constant. */
export function readConstantKind(expression: string): ConstantKind | undefined {
  const kind = kindAt(expression, 0);
  return kind && endOfLiteral(expression, 1, kind) === expression.length ? kind : undefined;
}

/** The source with each constant as its literal. */
export function inlineConstants(source: string): string {
  return source.replace(anyMark, '');
}

export function splitAtConstants(source: string): Segments {
  const texts: string[] = [];
  const constants: Constant[] = [];
  let from = 0;
  for (const { index } of source.matchAll(anyMark)) {
    const kind = kindAt(source, index)!;
    texts.push(source.slice(from, index));
    from = endOfLiteral(source, index + 1, kind);
    constants.push({ kind, literal: source.slice(index + 1, from) });
  }
  texts.push(source.slice(from));
  return { texts, constants };
}

function kindAt(source: string, index: number): ConstantKind | undefined {
  return kinds[source.charCodeAt(index) - 1];
}

function endOfLiteral(source: string, from: number, kind: ConstantKind): number {
  switch (kind) {
    case 'i32': {
      let end = from;
      while (isDigit(source.charCodeAt(end))) end++;
      return end;
    }
    case 'u32':
      return source.indexOf('u', from) + 1;
    case 'f32':
      return source.indexOf('f', from) + 1;
    case 'size':
      return source.indexOf('>', from);
    case 'table':
      return from;
  }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
