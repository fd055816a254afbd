// Stores the kernels that were measured to be the fastest, by adapter, in VS Code's global state. They belong to one
// version of the extension: another has other kernels and measures again.
import type { Memento } from 'vscode';
import { object, oneOf, parse } from '../../model/schema.js';
import { storeChoices, type TuningCache, tuningCache } from '../webview/messages/messages.js';

const key = 'receptive.kernels';

interface StoredCache {
  readonly version: string;
  readonly cache: TuningCache;
}

/** Empty where another version stored it; entries that do not match the schema are left out. */
export function loadTuningCache(state: Pick<Memento, 'get'>, version: string): TuningCache {
  const stored = parse(object<StoredCache>({ version: oneOf(version), cache: tuningCache }), state.get<unknown>(key));
  return stored?.cache ?? {};
}

/** Replaces the choices of one adapter. */
export function saveChoices(
  state: Pick<Memento, 'get' | 'update'>,
  version: string,
  adapter: string,
  choices: TuningCache[string],
): void {
  const stored: StoredCache = { version, cache: storeChoices(loadTuningCache(state, version), adapter, choices) };
  void state.update(key, stored);
}
