// What the runtime may import, but for its backends.
import { ir, type Rooms, room, wasm, webgpu } from './room.js';

export const runtimeRooms: Rooms = {
  'runtime/ir': room('model'),
  'runtime/faults': room(...ir),
  'runtime/lowering': room(...ir),
  'runtime/lowering/layers': room(...ir),
  'runtime/lowering/layers/activation': room(...ir),
  'runtime/lowering/layers/convolution': room(...ir),
  'runtime/lowering/layers/join': room(...ir),
  'runtime/lowering/layers/normalisation': room(...ir),
  'runtime/lowering/layers/rearrange': room(...ir),
  'runtime/passes': room('model', 'runtime/ir'),
  'runtime/memory': room(...ir, 'runtime/lowering', 'runtime/passes'),
  // The seam, and the one way in, which knows every backend.
  'runtime/backends': room(
    'runtime/ir',
    'runtime/faults',
    'runtime/memory',
    'runtime/backends/reference',
    wasm,
    `${wasm}/threads`,
    ...[webgpu, `${webgpu}/device`, `${webgpu}/tuning`],
  ),
  'runtime/backends/cpu': room(...ir, 'runtime/backends', 'runtime/memory'),
  'runtime/backends/reference': room(
    ...ir,
    'runtime/backends',
    'runtime/backends/cpu',
    'runtime/backends/reference/computations',
    'runtime/faults',
    'runtime/memory',
  ),
  'runtime/backends/reference/computations': room(
    ...ir,
    'runtime/backends/cpu',
    'runtime/backends/reference/computations/matmul',
  ),
  'runtime/backends/reference/computations/matmul': room(
    ...ir,
    'runtime/backends/cpu',
    'runtime/backends/reference/computations',
  ),
  'runtime/data': room(...ir),
  'runtime/data/formats': { rooms: ['runtime/ir'], packages: ['fflate'] },
  'runtime/data/image': { rooms: ['model', 'runtime/data/formats'], packages: ['fast-png', 'fflate'] },
  'runtime/data/image/jpeg': room('runtime/data'),
  'runtime/data/sources': {
    rooms: [...ir, 'runtime/data/formats', 'runtime/data/image'],
    packages: [],
  },
  'runtime/train': room(
    ...ir,
    'runtime/backends',
    'runtime/data',
    'runtime/faults',
    'runtime/lowering',
    'runtime/memory',
  ),
};
