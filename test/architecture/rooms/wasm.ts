// What the WebAssembly backend may import.
import { ir, type Room, type Rooms, room, wasm } from './room.js';

const wasmKernels = `${wasm}/kernels`;
const wasmKernel = (...others: readonly string[]): Room =>
  room('runtime/ir', `${wasm}/emitter`, `${wasmKernels}/epilogue`, ...others);

export const wasmRooms: Rooms = {
  [wasm]: room(
    ...ir,
    'runtime/backends',
    'runtime/backends/cpu',
    'runtime/faults',
    'runtime/memory',
    `${wasm}/emitter`,
    wasmKernels,
    `${wasm}/threads`,
  ),
  [`${wasm}/threads`]: room('runtime/faults'),
  // The one folder of the backend that starts threads in Node; nothing that runs in a browser imports it.
  [`${wasm}/node`]: { rooms: [`${wasm}/threads`], packages: ['node:'] },
  [`${wasm}/emitter`]: room(),
  [wasmKernels]: room('runtime/ir', `${wasm}/emitter`, `${wasmKernels}/epilogue`),
  [`${wasmKernels}/columns`]: wasmKernel(),
  [`${wasmKernels}/norm`]: wasmKernel(`${wasmKernels}/columns`),
  [`${wasmKernels}/norm/batch`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/norm/groups`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/norm/rows`]: wasmKernel(wasmKernels, `${wasmKernels}/columns`),
  [`${wasmKernels}/optimizer`]: wasmKernel(),
  [`${wasmKernels}/math`]: wasmKernel(),
  [`${wasmKernels}/pointwise`]: wasmKernel(`${wasmKernels}/columns`),
  [`${wasmKernels}/loss`]: wasmKernel(`${wasmKernels}/math`),
  [`${wasmKernels}/move`]: wasmKernel(),
  [`${wasmKernels}/response-norm`]: wasmKernel(`${wasmKernels}/math`),
  [`${wasmKernels}/epilogue`]: wasmKernel('model', `${wasmKernels}/math`),
  [`${wasmKernels}/sparse-gradients`]: wasmKernel(`${wasmKernels}/move`),
  [`${wasmKernels}/conv`]: wasmKernel(`${wasmKernels}/sparse-gradients`, `${wasmKernels}/product`),
  [`${wasmKernels}/conv/winograd`]: wasmKernel(wasmKernels, `${wasmKernels}/product`),
  [`${wasmKernels}/fc`]: wasmKernel(`${wasmKernels}/product`),
  [`${wasmKernels}/product`]: wasmKernel(),
  [`${wasmKernels}/pool`]: wasmKernel(),
};
