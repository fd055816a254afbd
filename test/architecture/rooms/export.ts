// What the exporters may import: no Node, so that the extension can export in a browser.
import { type Rooms, room } from './room.js';

export const exportRooms: Rooms = {
  export: room('model', 'export/weights'),
  'export/weights': room('model', 'export', 'runtime/lowering'),
};
