// Which kernels were measured to be the quickest, by adapter, kept by VS Code for all windows and for the next start.
// They are those of one version: another has other kernels and measures anew.
import type { Memento } from 'vscode';
import { object, oneOf, parse } from '../../model/schema.js';
import { type Remembered, remember, remembered } from '../webview/messages/messages.js';

const key = 'receptive.kernels';

interface Kept {
  readonly version: string;
  readonly remembered: Remembered;
}

/** Empty where another version stored it; entries that do not match the schema are left out. */
export function loadTuningCache(state: Pick<Memento, 'get'>, version: string): Remembered {
  const kept = parse(object<Kept>({ version: oneOf(version), remembered }), state.get<unknown>(key));
  return kept?.remembered ?? {};
}

/** Keeps an adapter's choices in place of those known of it. */
export function saveChoices(
  state: Pick<Memento, 'get' | 'update'>,
  version: string,
  adapter: string,
  choices: Remembered[string],
): void {
  const kept: Kept = { version, remembered: remember(loadTuningCache(state, version), adapter, choices) };
  void state.update(key, kept);
}
