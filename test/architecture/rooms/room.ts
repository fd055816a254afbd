// What a row says: the folders and packages that a folder may import.

export interface Room {
  /** Folders, or single files, that it may import; a folder does not include its sub-folders. */
  readonly rooms: readonly string[];
  /** Likewise, for types only. */
  readonly types?: readonly string[];
  /** Packages with their subpaths; `node:` allows everything in Node. */
  readonly packages: readonly string[];
}

export type Rooms = Readonly<Record<string, Room>>;

export const room = (...rooms: readonly string[]): Room => ({ rooms, packages: [] });

export const ir = ['model', 'runtime/ir'];
export const webgpu = 'runtime/backends/webgpu';
export const wasm = 'runtime/backends/wasm';
