// What the language server may import.
import { type Rooms, room, webgpu } from './room.js';

export const serverRooms: Rooms = {
  server: {
    rooms: ['model', 'server/features', 'server/workspace', `${webgpu}/tuning`],
    packages: ['vscode-languageserver'],
  },
  'server/workspace': {
    rooms: ['language', 'model', 'runtime/memory', webgpu, `${webgpu}/tuning`],
    packages: ['langium', 'vscode-languageserver'],
  },
  // The one file that reads the file system; only the server that runs on Node imports it.
  'server/workspace/read-source.ts': { rooms: ['filesystem'], packages: ['langium'] },
  'server/cursor': room('language', 'model'),
  'server/diagnostics': {
    rooms: ['language', 'model', 'server/workspace', 'runtime/lowering', 'runtime/memory'],
    packages: ['vscode-languageserver'],
  },
  'server/hover-content': room(
    'language',
    'model',
    'runtime/memory',
    'server/cursor',
    'server/workspace',
    `${webgpu}/tuning`,
  ),
  'server/features': {
    rooms: ['language', 'model', 'server/cursor', 'server/diagnostics', 'server/hover-content', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
  'server/features/completion': {
    rooms: ['language', 'model', 'server/cursor', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
  'server/features/inlay-hints': {
    rooms: ['language', 'model', 'server/cursor', 'server/hover-content', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
  'server/features/navigation': {
    rooms: ['language', 'server/workspace'],
    packages: ['langium', 'vscode-languageserver'],
  },
  'server/features/structure': {
    rooms: ['language', 'model', 'server/cursor', 'server/workspace'],
    packages: ['vscode-languageserver'],
  },
};
