// What the rooms of the language may import, and those that it stands on.
import { type Rooms, room } from './room.js';

/** The table of a kind of layers reads its files; each file knows the rule's type and the windows. */
const layers = room('model', 'language/layers/window', 'language/diagnostics');
/** The entries, and what reports them. */
const diagnostics = ['language/diagnostics', 'language/diagnostics/collect'];
/** The syntax tree's types are generated; only language/syntax reads its concrete side. */
const tree = ['language/syntax', 'language/syntax/generated', 'language/text'];

export const languageRooms: Rooms = {
  model: room('model/format'),
  'model/format': room('model'),

  // Untrusted files on the disk, for the command line and the server on Node.
  filesystem: { rooms: [], packages: ['node:'] },

  language: room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/expand',
    'language/format',
    'language/incremental',
    'language/jobs',
    'language/measure',
    'language/measure/fields',
    'language/recovery',
    'language/resolve',
    ...tree,
  ),
  'language/text': room(),
  'language/syntax': { rooms: ['language/text'], packages: ['langium'] },
  'language/syntax/generated': { rooms: [], packages: ['langium'] },
  'language/format': room('language/syntax', 'language/text'),
  'language/builtins': room(...tree),
  'language/layers': room('model', 'language/diagnostics'),
  'language/layers/activation': layers,
  'language/layers/convolution': layers,
  'language/layers/join': layers,
  'language/layers/normalisation': layers,
  'language/layers/pooling': layers,
  'language/layers/rearrange': layers,
  'language/layers/window': room('model', 'language/diagnostics', 'language/layers'),
  'language/measure': room('model', 'language/layers'),
  'language/measure/fields': room('model', 'language/layers', 'language/limits.ts'),
  'language/diagnostics': room('model', 'language/text'),
  'language/diagnostics/collect': room(
    'language/budget.ts',
    'language/diagnostics',
    'language/limits.ts',
    'language/text',
  ),
  'language/diagnostics/advice': room(
    'model',
    'language/diagnostics/collect',
    'language/analysis.ts',
    'language/layers',
    'language/layers/window',
    'language/measure',
    'language/text',
  ),
  'language/recovery': room('language/builtins', ...diagnostics, ...tree),
  'language/evaluate': room('model', 'language/builtins', ...diagnostics, 'language/recovery', ...tree),
  'language/resolve': room('language/builtins', ...diagnostics, 'language/evaluate', ...tree),
  'language/expand': room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/layers',
    'language/measure',
    'language/recovery',
    'language/resolve',
    ...tree,
  ),
  'language/jobs': room(
    'model',
    'language/builtins',
    ...diagnostics,
    'language/evaluate',
    'language/recovery',
    ...tree,
  ),
  'language/incremental': room(
    'model',
    ...diagnostics,
    'language/diagnostics/advice',
    'language/evaluate',
    'language/expand',
    'language/measure',
    'language/measure/fields',
    ...tree,
  ),
};
