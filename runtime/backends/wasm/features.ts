// What this engine's WebAssembly can do, found by validating tiny modules.
import { f32x4, i32, ModuleBuilder, type V128 } from './emitter/index.js';

/** Vectors of 128 bits: in every engine since 2021. */
export function hasSimd(): boolean {
  const zero = f32x4.constSplat(0);
  return typeof WebAssembly === 'object' && validates(f32x4.add(zero, zero));
}

/** Multiply and add in one rounding; Node has it from version 22 on. */
export function hasRelaxedSimd(): boolean {
  const zero = f32x4.constSplat(0);
  return validates(f32x4.relaxedMadd(zero, zero, zero));
}

/** Whether threads may share memory here: always in Node, in pages only where they are isolated from other origins. */
export function hasSharedMemory(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer === 'function' && isolated !== false;
}

function validates(expression: V128): boolean {
  const module = new ModuleBuilder();
  module.function(0, (f) => f.storeV128(i32.const(0), expression));
  return WebAssembly.validate(module.bytes({ pages: 1, shared: false }));
}
