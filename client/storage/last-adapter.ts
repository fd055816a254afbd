// The adapter that was last seen to train, kept by VS Code for all windows and for the next start: memory is planned
// for it before anything is trained again.
import type { Memento } from 'vscode';
import { readSeenAdapter, type SeenAdapter } from '../webview/messages/messages.js';

const key = 'receptive.adapterSeen';

/** Undefined where none was seen, or another version kept it in another form. */
export function loadLastAdapter(state: Pick<Memento, 'get'>): SeenAdapter | undefined {
  return readSeenAdapter(state.get<unknown>(key));
}

export function saveLastAdapter(state: Pick<Memento, 'update'>, adapter: SeenAdapter): void {
  void state.update(key, adapter);
}
