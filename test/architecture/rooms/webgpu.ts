// What the WebGPU backend may import.
import { ir, type Room, type Rooms, room, webgpu } from './room.js';

const kernels = `${webgpu}/kernels`;
const kernel = (...others: readonly string[]): Room =>
  room(...ir, webgpu, `${webgpu}/shaders`, `${webgpu}/variants`, ...others);

export const webGpuRooms: Rooms = {
  [webgpu]: room(...ir, 'runtime/backends', 'runtime/memory'),
  [`${webgpu}/device`]: room(
    'runtime/ir',
    'runtime/faults',
    'runtime/memory',
    'runtime/backends',
    kernels,
    `${webgpu}/variants`,
  ),
  // The one folder that loads WebGPU for Node; nothing that runs in a browser imports it.
  [`${webgpu}/node`]: { rooms: [], packages: ['webgpu', 'node:'] },
  [`${webgpu}/shaders`]: room(...ir, `${webgpu}/variants`),
  [`${webgpu}/tuning`]: room(...ir, `${webgpu}/device`, `${webgpu}/variants`),
  [`${webgpu}/variants`]: room('runtime/ir'),
  [kernels]: kernel(),
  [`${kernels}/conv`]: kernel(...['depthwise', 'direct-conv', 'gemm', 'winograd'].map((name) => `${kernels}/${name}`)),
  [`${kernels}/depthwise`]: kernel(),
  [`${kernels}/direct-conv`]: kernel(),
  [`${kernels}/fc`]: kernel(`${kernels}/conv`, `${kernels}/gemm`),
  [`${kernels}/gemm`]: kernel(`${kernels}/direct-conv`),
  [`${kernels}/loss`]: kernel(),
  [`${kernels}/move`]: kernel(),
  [`${kernels}/norm`]: kernel(),
  [`${kernels}/optimizer`]: kernel(),
  [`${kernels}/pointwise`]: kernel(),
  [`${kernels}/pool`]: kernel(),
  [`${kernels}/winograd`]: kernel(`${kernels}/direct-conv`),
};
