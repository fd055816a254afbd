// What leaves a value: typed expressions that carry their instructions, composed like the arithmetic they stand for.
import { float32, float64, signed, unsigned } from './encoding.js';

/** Instructions in order: bytes, and the code of parts, which is not copied before it is written. */
export type Code = readonly (number | Code | VectorConstant)[];

export type ValueType = 'i32' | 'f32' | 'f64' | 'v128';

export interface Expr<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Code;
  /** The value of an i32 known at compile time: sums and products of such are folded. */
  readonly constant?: number;
}

export type I32 = Expr<'i32'>;
export type F32 = Expr<'f32'>;
export type F64 = Expr<'f64'>;
export type V128 = Expr<'v128'>;

export interface Local<T extends ValueType = ValueType> extends Expr<T> {
  readonly index: number;
}

export function local<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, ...unsigned(index)] };
}

/** Operands, then the instruction. Exported for FunctionBuilder; kernels use the tables below. */
export function operation<T extends ValueType>(type: T, opcode: Code, ...operands: readonly Expr[]): Expr<T> {
  const code: Code[] = operands.map((operand) => operand.code);
  code.push(opcode);
  return { type, code };
}

/** log2 of the alignment promised, and the offset in bytes. */
export function memoryArgument(align: number, offset: number): number[] {
  return offset < 0x80 ? [align, offset] : [align, ...unsigned(offset)];
}

type Operand = I32 | number;

function asI32(value: Operand): I32 {
  return typeof value === 'number' ? constantI32(value) : value;
}

function constantI32(value: number): I32 {
  return { type: 'i32', code: [0x41, ...signed(value)], constant: value | 0 };
}

const binaryI32 = (opcode: number) => (a: Operand, b: Operand) => operation('i32', [opcode], asI32(a), asI32(b));

export const i32 = {
  const: constantI32,
  add(a: Operand, b: Operand): I32 {
    const [x, y] = [asI32(a), asI32(b)];
    if (x.constant !== undefined && y.constant !== undefined) return constantI32(x.constant + y.constant);
    if (y.constant === 0) return x;
    if (x.constant === 0) return y;
    return operation('i32', [0x6a], x, y);
  },
  mul(a: Operand, b: Operand): I32 {
    const [x, y] = [asI32(a), asI32(b)];
    if (x.constant !== undefined && y.constant !== undefined) return constantI32(Math.imul(x.constant, y.constant));
    if (y.constant === 1) return x;
    if (x.constant === 1) return y;
    if (x.constant === 0 || y.constant === 0) return constantI32(0);
    return operation('i32', [0x6c], x, y);
  },
  sub: binaryI32(0x6b),
  divU: binaryI32(0x6e),
  remU: binaryI32(0x70),
  and: binaryI32(0x71),
  or: binaryI32(0x72),
  xor: binaryI32(0x73),
  shl: binaryI32(0x74),
  shrU: binaryI32(0x76),
  eq: binaryI32(0x46),
  ne: binaryI32(0x47),
  ltS: binaryI32(0x48),
  ltU: binaryI32(0x49),
  gtS: binaryI32(0x4a),
  gtU: binaryI32(0x4b),
  leU: binaryI32(0x4d),
  geS: binaryI32(0x4e),
  geU: binaryI32(0x4f),
  eqz: (a: I32) => operation('i32', [0x45], a),
  select: (condition: I32, a: Operand, b: Operand) => operation('i32', [0x1b], asI32(a), asI32(b), condition),
  load: (address: I32, offset = 0) => operation('i32', [0x28, ...memoryArgument(2, offset)], address),
  /** The smaller of two unsigned numbers; both are computed twice, so pass locals and constants. */
  minU(a: Operand, b: Operand): I32 {
    return i32.select(i32.ltU(a, b), a, b);
  },
} as const;

const unary =
  <T extends ValueType>(type: T, ...opcode: readonly number[]) =>
  (a: Expr<T>) =>
    operation(type, opcode, a);
const binary =
  <T extends ValueType>(type: T, ...opcode: readonly number[]) =>
  (a: Expr<T>, b: Expr<T>) =>
    operation(type, opcode, a, b);
const comparison =
  <T extends ValueType>(opcode: number) =>
  (a: Expr<T>, b: Expr<T>) =>
    operation('i32', [opcode], a, b);

export const f32 = {
  const: (value: number): F32 => ({ type: 'f32', code: [0x43, ...float32(value)] }),
  load: (address: I32, offset = 0) => operation('f32', [0x2a, ...memoryArgument(2, offset)], address),
  add: binary('f32', 0x92),
  sub: binary('f32', 0x93),
  mul: binary('f32', 0x94),
  div: binary('f32', 0x95),
  min: binary('f32', 0x96),
  max: binary('f32', 0x97),
  sqrt: unary('f32', 0x91),
  abs: unary('f32', 0x8b),
  neg: unary('f32', 0x8c),
  eq: comparison<'f32'>(0x5b),
  lt: comparison<'f32'>(0x5d),
  gt: comparison<'f32'>(0x5e),
  select: (condition: I32, a: F32, b: F32) => operation('f32', [0x1b], a, b, condition),
  fromI32S: (a: I32) => operation('f32', [0xb2], a),
  fromI32U: (a: I32) => operation('f32', [0xb3], a),
  fromF64: (a: F64) => operation('f32', [0xb6], a),
  lane: (vector: V128, lane: number) => operation('f32', [0xfd, 0x1f, lane], vector),
} as const;

export const f64 = {
  const: (value: number): F64 => ({ type: 'f64', code: [0x44, ...float64(value)] }),
  load: (address: I32, offset = 0) => operation('f64', [0x2b, ...memoryArgument(3, offset)], address),
  add: binary('f64', 0xa0),
  sub: binary('f64', 0xa1),
  mul: binary('f64', 0xa2),
  div: binary('f64', 0xa3),
  sqrt: unary('f64', 0x9f),
  fromF32: (a: F32) => operation('f64', [0xbb], a),
} as const;

const simd = (code: number) => [0xfd, ...unsigned(code)];
const unaryV = (code: number) => (a: V128) => operation('v128', simd(code), a);
const binaryV = (code: number) => (a: V128, b: V128) => operation('v128', simd(code), a, b);
const ternaryV = (code: number) => (a: V128, b: V128, c: V128) => operation('v128', simd(code), a, b, c);
const loadV =
  (code: number, align: number) =>
  (address: I32, offset = 0) =>
    operation('v128', [...simd(code), ...memoryArgument(align, offset)], address);

export const v128 = {
  /** Four floats that need no alignment beyond their own. */
  load: loadV(0x00, 2),
  load32Splat: loadV(0x09, 2),
  /** One or two floats, the other lanes 0. */
  load32Zero: loadV(0x5c, 2),
  load64Zero: loadV(0x5d, 2),
  and: binaryV(0x4e),
  /** a & ~b */
  andNot: binaryV(0x4f),
  or: binaryV(0x50),
  xor: binaryV(0x51),
  not: unaryV(0x4d),
  /** a where the mask's bits are 1, else b. */
  bitselect: (a: V128, b: V128, mask: V128) => operation('v128', simd(0x52), a, b, mask),
  anyTrue: (a: V128) => operation('i32', simd(0x53), a),
  /** Lanes 0 to 3 of a, 4 to 7 of b. */
  shuffle32(a: V128, b: V128, lanes: readonly [number, number, number, number]): V128 {
    const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
    return operation('v128', [...simd(0x0d), ...bytes], a, b);
  },
} as const;

/** The instruction of a constant, which FunctionBuilder moves out of loops. */
export class VectorConstant {
  readonly code: readonly number[];

  constructor(bytes: readonly number[]) {
    this.code = [...simd(0x0c), ...bytes];
  }
}

/** Zeros and ones are made in a register by one instruction, others in several. */
function constantV128(bytes: readonly number[]): V128 {
  const constant = new VectorConstant(bytes);
  const isMadeAtOnce = bytes.every((byte) => byte === 0) || bytes.every((byte) => byte === 0xff);
  return { type: 'v128', code: isMadeAtOnce ? constant.code : [constant] };
}

export const f32x4 = {
  const: (...values: readonly [number, number, number, number]): V128 => constantV128(values.flatMap(float32)),
  /** The same constant in all lanes. */
  constSplat: (value: number): V128 => f32x4.const(value, value, value, value),
  splat: (a: F32) => operation('v128', simd(0x13), a),
  replaceLane: (vector: V128, lane: number, value: F32) => operation('v128', [...simd(0x20), lane], vector, value),
  add: binaryV(0xe4),
  sub: binaryV(0xe5),
  mul: binaryV(0xe6),
  div: binaryV(0xe7),
  /** b < a ? b : a; one instruction on x86 where `f32x4.min` is eight. Not a number: the result is a. */
  pmin: binaryV(0xea),
  /** a < b ? b : a. Not a number: the result is a. */
  pmax: binaryV(0xeb),
  abs: unaryV(0xe0),
  neg: unaryV(0xe1),
  sqrt: unaryV(0xe3),
  floor: unaryV(0x68),
  nearest: unaryV(0x6a),
  eq: binaryV(0x41),
  ne: binaryV(0x42),
  lt: binaryV(0x43),
  gt: binaryV(0x44),
  le: binaryV(0x45),
  ge: binaryV(0x46),
  fromI32x4S: unaryV(0xfa),
  /** a*b + c, rounded once or twice as the processor likes: only with relaxed SIMD. */
  relaxedMadd: ternaryV(0x105),
} as const;

export const i32x4 = {
  const: (...values: readonly [number, number, number, number]): V128 =>
    constantV128([...new Uint8Array(new Int32Array(values).buffer)]),
  constSplat: (value: number): V128 => i32x4.const(value, value, value, value),
  splat: (a: I32) => operation('v128', simd(0x11), a),
  add: binaryV(0xae),
  sub: binaryV(0xb1),
  mul: binaryV(0xb5),
  eq: binaryV(0x37),
  geU: binaryV(0x40),
  gtS: binaryV(0x3b),
  shl: (a: V128, bits: Operand) => operation('v128', simd(0xab), a, asI32(bits)),
  shrS: (a: V128, bits: Operand) => operation('v128', simd(0xac), a, asI32(bits)),
  shrU: (a: V128, bits: Operand) => operation('v128', simd(0xad), a, asI32(bits)),
  /** Rounds toward 0, and saturates. */
  truncF32x4S: unaryV(0xf8),
  lane: (vector: V128, lane: number) => operation('i32', [...simd(0x1b), lane], vector),
} as const;
