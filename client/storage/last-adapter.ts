// Stores the adapter of the last training in VS Code's global state, for all windows and the next start: memory is
// planned for it before the next training.
import type { Memento } from 'vscode';
import { type LastAdapter, readLastAdapter } from '../webview/messages/messages.js';

const key = 'receptive.adapterSeen';

/** Undefined before the first training, or where another version stored another format. */
export function loadLastAdapter(state: Pick<Memento, 'get'>): LastAdapter | undefined {
  return readLastAdapter(state.get<unknown>(key));
}

export function saveLastAdapter(state: Pick<Memento, 'update'>, adapter: LastAdapter): void {
  void state.update(key, adapter);
}
