// What does something: locals, stores, loops and branches of one function, in the order they are written.
import { ByteBuffer } from './byte-buffer.js';
import { unsigned } from './encoding.js';
import type { Code, ValueType } from './expressions.js';
import {
  type Expr,
  type F32,
  type F64,
  type I32,
  i32,
  type Local,
  local,
  memoryArgument,
  type V128,
  VectorConstant,
} from './expressions.js';

const typeCodes: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b };

export class FunctionBuilder {
  readonly parameters: readonly Local<'i32'>[];
  readonly #locals: ValueType[] = [];
  #code = new ByteBuffer();
  readonly #hoistedCode = new ByteBuffer();
  readonly #hoisted = new Map<string, Local>();
  #loopDepth = 0;

  /** All parameters are i32: addresses in bytes and counts. Nothing is returned. */
  constructor(parameters: number) {
    this.parameters = Array.from({ length: parameters }, (_, index) => local('i32', index));
  }

  /** A new local; with a value, set to it here. */
  local<T extends ValueType>(type: T, value?: Expr<T> | (T extends 'i32' ? number : never)): Local<T> {
    const index = this.parameters.length + this.#locals.length;
    this.#locals.push(type);
    const made = local(type, index);
    if (value !== undefined) this.set(made, value);
    return made;
  }

  set<T extends ValueType>(target: Local<T>, value: Expr<T> | (T extends 'i32' ? number : never)): void {
    const expr: Expr = typeof value === 'number' ? i32.const(value) : value;
    this.#emit(expr.code, [0x21], unsigned(target.index));
  }

  /**
   * A value computed once, before everything else: of parameters, and of memory that the function does not write.
   * @param name of the value; a second use of it is the same local
   */
  hoist<T extends ValueType>(name: string, compute: () => Expr<T>): Local<T> {
    const known = this.#hoisted.get(name);
    if (known) return known as Local<T>;
    const code = this.#code;
    this.#code = new ByteBuffer();
    const value = compute();
    const made = this.local(value.type, value);
    this.#hoistedCode.appendBytes(this.#code.written);
    this.#code = code;
    this.#hoisted.set(name, made);
    return made;
  }

  /** Adds to an address or a counter. */
  increase(target: Local<'i32'>, by: I32 | number): void {
    this.set(target, i32.add(target, by));
  }

  storeI32(address: I32, value: I32, offset = 0): void {
    this.#emit(address.code, value.code, [0x36], memoryArgument(2, offset));
  }

  storeF32(address: I32, value: F32, offset = 0): void {
    this.#emit(address.code, value.code, [0x38], memoryArgument(2, offset));
  }

  storeF64(address: I32, value: F64, offset = 0): void {
    this.#emit(address.code, value.code, [0x39], memoryArgument(3, offset));
  }

  storeV128(address: I32, value: V128, offset = 0): void {
    this.#emit(address.code, value.code, [0xfd, 0x0b], memoryArgument(2, offset));
  }

  /** The first `lanes` of a vector, 1 to 4; `value` is a local, since three lanes take two stores. */
  storeLanes(address: I32, value: Local<'v128'>, lanes: number, offset = 0): void {
    if (lanes === 4) this.storeV128(address, value, offset);
    if (lanes === 2 || lanes === 3) this.#emit(address.code, value.code, [0xfd, 0x5b], memoryArgument(2, offset), [0]);
    if (lanes === 1) this.#emit(address.code, value.code, [0xfd, 0x5a], memoryArgument(2, offset), [0]);
    if (lanes === 3) this.#emit(address.code, value.code, [0xfd, 0x5a], memoryArgument(2, offset + 8), [2]);
  }

  /** Repeats the body while `counter`, from `from` up by `step`, is below `to` (unsigned). */
  for(
    counter: Local<'i32'>,
    { from = 0, to, step = 1 }: { readonly from?: I32 | number; readonly to: I32 | number; readonly step?: number },
    body: () => void,
  ): void {
    const [start, end] = [from, to].map((value) => (typeof value === 'number' ? i32.const(value) : value));
    this.set(counter, start);
    const runsOnce = start.constant !== undefined && end.constant !== undefined && start.constant < end.constant;
    const loop = () => {
      this.#loop(
        () => i32.ltU(counter, end),
        () => {
          body();
          this.increase(counter, step);
        },
      );
    };
    if (runsOnce) loop();
    else this.if(i32.ltU(counter, end), loop);
  }

  /** Repeats the body until, after it, the condition fails. */
  doWhile(condition: () => I32, body: () => void): void {
    this.#loop(condition, body);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    this.#emit(condition.code, [0x04, 0x40]);
    then();
    if (otherwise) {
      this.#emit([0x05]);
      otherwise();
    }
    this.#emit([0x0b]);
  }

  call(functionIndex: number, ...values: readonly Expr[]): void {
    for (const { code } of values) this.#emit(code);
    this.#emit([0x10], unsigned(functionIndex));
  }

  /** Writes the function's entry in the code section. */
  writeBody(to: ByteBuffer): void {
    const groups: { count: number; type: ValueType }[] = [];
    for (const type of this.#locals) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ count: 1, type });
    }
    const locals = new ByteBuffer();
    locals.append(unsigned(groups.length));
    for (const { count, type } of groups) locals.append([...unsigned(count), typeCodes[type]]);
    this.#code.append([0x0b]);
    to.appendSized(locals, this.#hoistedCode, this.#code);
  }

  #loop(condition: () => I32, body: () => void): void {
    this.#emit([0x03, 0x40]);
    this.#loopDepth++;
    body();
    this.#emit(condition().code, [0x0d, 0, 0x0b]);
    this.#loopDepth--;
  }

  #emit(...parts: readonly Code[]): void {
    for (const part of parts) this.#write(part);
  }

  #write(code: Code): void {
    for (const part of code) {
      if (typeof part === 'number') this.#code.push(part);
      else if (part instanceof VectorConstant) this.#writeConstant(part);
      else this.#write(part);
    }
  }

  /** V8 builds a vector constant again in each iteration, in three instructions; a local costs one load at most. */
  #writeConstant({ code }: VectorConstant): void {
    if (this.#loopDepth === 0) {
      this.#code.append(code);
      return;
    }
    this.#write(this.hoist(`constant ${code}`, () => ({ type: 'v128', code })).code);
  }
}
