// The table of all diagnostics: every entry that an area exports, and the rules of advice.
import { adviceRules } from './advice/index.js';
import * as argumentEntries from './arguments.js';
import * as blockEntries from './blocks.js';
import * as boundEntries from './bounds.js';
import * as chainEntries from './chains.js';
import * as channelEntries from './channels.js';
import type { DiagnosticPage } from './entry.js';
import * as importEntries from './imports.js';
import * as memoryEntries from './memory.js';
import * as nameEntries from './names.js';
import * as repeatEntries from './repeats.js';
import * as syntaxEntries from './syntax.js';
import * as targetEntries from './targets.js';
import * as trainingEntries from './training.js';
import * as valueEntries from './values.js';
import * as windowEntries from './windows.js';

/** In the order of the page: from the text to the network and its training. */
const areas = [
  syntaxEntries,
  nameEntries,
  argumentEntries,
  valueEntries,
  chainEntries,
  repeatEntries,
  blockEntries,
  importEntries,
  windowEntries,
  channelEntries,
  boundEntries,
  trainingEntries,
  targetEntries,
  memoryEntries,
] as const;

type EntryOf<Area> = Area extends unknown ? Area[keyof Area] : never;
type Entry = EntryOf<(typeof areas)[number]> | (typeof adviceRules)[number]['entry'];

export type DiagnosticCode = Entry['code'];

const entries: readonly (DiagnosticPage & { readonly code: DiagnosticCode })[] = [
  ...areas.flatMap((area) => sortByCode(Object.values(area) as EntryOf<typeof area>[])),
  ...adviceRules.map(({ entry }) => entry),
];

/** The order of a module's exports depends on who bundles it. */
function sortByCode<E extends DiagnosticPage>(area: readonly E[]): E[] {
  return [...area].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** By code, in the order of the page: errors, warnings, advice. */
export const diagnosticTable: ReadonlyMap<DiagnosticCode, DiagnosticPage> = new Map(
  (['error', 'warning', 'advice'] as const).flatMap((severity) =>
    entries.filter((entry) => entry.severity === severity).map((entry) => [entry.code, entry] as const),
  ),
);
