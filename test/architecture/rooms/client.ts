// What the extension and the command line may import.
import { ir, type Rooms, room, wasm, webgpu } from './room.js';

export const clientRooms: Rooms = {
  client: {
    rooms: [
      'client/commands',
      'client/panels/training',
      'client/process',
      'client/status',
      'client/storage',
      'client/webview/messages',
    ],
    types: ['server/protocol.ts'],
    packages: ['vscode', 'vscode-languageclient'],
  },
  'client/commands': {
    rooms: ['client/panels', 'client/panels/training', 'client/templates', 'model'],
    types: ['server/protocol.ts'],
    packages: ['vscode'],
  },
  'client/status': { rooms: ['model'], types: ['server'], packages: ['vscode'] },
  'client/templates': room('examples'),
  'client/panels': { rooms: ['client/webview/messages', 'language/text'], packages: ['vscode'] },
  'client/panels/training': {
    rooms: ['client/webview/messages', 'model', 'runtime/faults', 'runtime/train'],
    types: ['server/protocol.ts'],
    packages: ['vscode'],
  },
  // Starts processes; only the extension on the desktop imports it.
  'client/process': { rooms: [], types: ['client/panels/training'], packages: ['node:'] },
  // What trains, in the page's worker as in a process.
  'client/trainer': room('client/webview/messages', 'model', 'runtime/backends', 'runtime/data', 'runtime/train'),
  'client/trainer/process': {
    rooms: ['client/webview/messages', 'model', 'runtime/backends', 'runtime/train', webgpu, `${wasm}/node`],
    packages: ['node:'],
  },
  'client/storage': { rooms: ['client/webview/messages', 'model'], packages: ['vscode'] },
  'client/webview/shared': room(),
  'client/webview/messages': room('model', 'runtime/data', 'runtime/train', `${webgpu}/tuning`),
  'client/webview/training': {
    rooms: [
      'client/trainer',
      'client/webview/messages',
      'client/webview/shared',
      'model',
      'runtime/backends',
      'runtime/data',
      'runtime/faults',
      'runtime/train',
      wasm,
      webgpu,
      `${webgpu}/tuning`,
    ],
    packages: ['uplot'],
  },

  cli: { rooms: ['model', 'package.json'], packages: ['node:'] },
  'cli/shared': { rooms: ['filesystem', 'language', 'model', 'package.json'], packages: ['node:'] },
  'cli/check': { rooms: ['cli/shared', 'language', 'model', 'package.json'], packages: ['node:'] },
  'cli/summary': {
    rooms: ['cli/check', 'cli/shared', 'cli/train', 'language', 'model', 'runtime/memory', webgpu, `${webgpu}/tuning`],
    packages: ['node:'],
  },
  'cli/export': {
    rooms: ['cli/check', 'cli/shared', 'cli/train', 'export', 'filesystem', 'model'],
    packages: ['node:'],
  },
  'cli/train': {
    rooms: [
      'cli/check',
      'cli/shared',
      'filesystem',
      'language',
      'runtime/backends',
      'runtime/backends/reference',
      'runtime/data',
      'runtime/faults',
      'runtime/memory',
      'runtime/train',
      ...ir,
      ...[webgpu, `${webgpu}/device`, `${webgpu}/node`, `${webgpu}/tuning`],
      `${wasm}/node`,
    ],
    packages: ['node:'],
  },
};
