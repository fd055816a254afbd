// Constants in shader source. A marked literal is text between two control characters, which WGSL never contains: it
// prints as the literal, or as a field of the constants table where kernels share a shader (shared-shaders.ts).

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

const open = '\u0001';
const close = '\u0002';
const marks = { i32: 'i', u32: 'u', f32: 'f', size: 's', table: 't' } as const satisfies Record<ConstantKind, string>;
const kinds = Object.fromEntries(Object.entries(marks).map(([kind, mark]) => [mark, kind])) as Record<
  string,
  ConstantKind
>;

export function markConstant(kind: ConstantKind, literal: string): string {
  return open + marks[kind] + literal + close;
}

/** The kind of an expression that is a single constant. */
export function readConstantKind(expression: string): ConstantKind | undefined {
  const isConstant = expression.startsWith(open) && expression.indexOf(close) === expression.length - 1;
  return isConstant ? kinds[expression[1]] : undefined;
}

/** The source with each constant as its literal. */
export function inlineConstants(source: string): string {
  let code = '';
  let from = 0;
  for (let at = source.indexOf(open); at !== -1; at = source.indexOf(open, from)) {
    const end = source.indexOf(close, at);
    code += source.slice(from, at) + source.slice(at + 2, end);
    from = end + 1;
  }
  return code + source.slice(from);
}

export function splitAtConstants(source: string): Segments {
  const texts: string[] = [];
  const constants: Constant[] = [];
  let from = 0;
  for (let at = source.indexOf(open); at !== -1; at = source.indexOf(open, from)) {
    const end = source.indexOf(close, at);
    texts.push(source.slice(from, at));
    constants.push({ kind: kinds[source[at + 1]], literal: source.slice(at + 2, end) });
    from = end + 1;
  }
  texts.push(source.slice(from));
  return { texts, constants };
}
