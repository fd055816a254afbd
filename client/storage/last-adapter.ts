// Stores the adapter of the last training in VS Code's global state, for all windows and the next start: memory is
// planned for it before the next training.
import type { Memento } from 'vscode';
import { readSeenAdapter, type SeenAdapter } from '../webview/messages/messages.js';

const key = 'receptive.adapterSeen';

/** Undefined before the first training, or where another version stored another format. */
export function loadLastAdapter(state: Pick<Memento, 'get'>): SeenAdapter | undefined {
  return readSeenAdapter(state.get<unknown>(key));
}

export function saveLastAdapter(state: Pick<Memento, 'update'>, adapter: SeenAdapter): void {
  void state.update(key, adapter);
}
