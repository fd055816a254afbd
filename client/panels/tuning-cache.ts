// Which kernels were measured to be the quickest, by adapter, kept by VS Code for all windows and for the next start.
// They are those of one version: another has other kernels and measures anew.
import type { Memento } from 'vscode';
import { type Remembered, readRemembered, remember } from '../webview/messages/messages.js';

const key = 'receptive.kernels';

interface Kept {
  readonly version: string;
  readonly remembered: Remembered;
}

/** Nothing where another version kept it; what has not its form is left out. */
export function keptKernels(state: Pick<Memento, 'get'>, version: string): Remembered {
  const kept = state.get<Partial<Kept>>(key);
  return kept?.version === version ? readRemembered(kept.remembered) : {};
}

/** Keeps an adapter's choices in place of those known of it. */
export function keepKernels(
  state: Pick<Memento, 'get' | 'update'>,
  version: string,
  adapter: string,
  choices: Remembered[string],
): void {
  const remembered = remember(keptKernels(state, version), adapter, choices);
  void state.update(key, { version, remembered } satisfies Kept);
}
