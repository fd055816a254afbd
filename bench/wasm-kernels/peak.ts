// The machine's peak: the register tile of all products, on operands that stay in the L1 cache.
import { exportName, i32, ModuleBuilder } from '../../runtime/backends/wasm/emitter/index.js';
import { type ArithmeticName, arithmetics } from '../../runtime/backends/wasm/kernels/arithmetic.js';
import type { StageContext } from '../../runtime/backends/wasm/kernels/kernel.js';
import {
  clearTile,
  createTile,
  emitRun,
  packedStep,
  storeTile,
} from '../../runtime/backends/wasm/kernels/product/tile.js';
import { fastestRun } from './fastest.js';

const sum = 256;
const repeats = 1000;

/** Floating-point operations a second, one thread. */
export async function measurePeak(arithmetic: ArithmeticName, time: number): Promise<number> {
  const rows = arithmetics[arithmetic].tileRows;
  const module = new ModuleBuilder();
  const index = module.function(1, (f) => {
    const [left] = f.parameters;
    const context = { f, arithmetic: arithmetics[arithmetic] } as unknown as StageContext;
    const tile = createTile(context, { rows, vectors: 2 });
    clearTile(context, tile);
    const repeat = f.local('i32');
    f.for(repeat, { to: repeats }, () => {
      emitRun(context, tile, {
        left: f.local('i32', left),
        leftRowBytes: sum * 4,
        leftStep: 4,
        right: f.local('i32', i32.const(32768)),
        rightStep: packedStep,
        count: i32.const(sum),
      });
    });
    storeTile(context, tile, { address: i32.const(49152), rowBytes: 32, columns: 8 });
  });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const bytes = module.bytes({ pages: 1, shared: false });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const run = instance.exports[exportName(index)] as (left: number) => void;
  return (2 * rows * 8 * sum * repeats) / (fastestRun(() => run(0), time * 3) / 1000);
}
