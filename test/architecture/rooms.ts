// Every folder and what it may import. Its parent folder and its direct sub-folders are always allowed
// (imports.test.ts forbids circles). A new folder needs a row; docs/architecture.md explains the rooms.
import { clientRooms } from './rooms/client.js';
import { exportRooms } from './rooms/export.js';
import { languageRooms } from './rooms/language.js';
import type { Rooms } from './rooms/room.js';
import { runtimeRooms } from './rooms/runtime.js';
import { serverRooms } from './rooms/server.js';
import { toolRooms } from './rooms/tools.js';
import { wasmRooms } from './rooms/wasm.js';
import { webGpuRooms } from './rooms/webgpu.js';

export type { Room } from './rooms/room.js';

export const rooms: Rooms = {
  ...languageRooms,
  ...serverRooms,
  ...runtimeRooms,
  ...webGpuRooms,
  ...wasmRooms,
  ...exportRooms,
  ...clientRooms,
  ...toolRooms,
};

/** The row of a file: its own, else that of the folder it lies in; undefined where there is none. */
export function roomOf(path: string): string | undefined {
  if (path in rooms) return path;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder in rooms ? folder : undefined;
}
