// Follows a place in a file while the file is edited, and shows lines of that file.
import { type Disposable, Selection, ViewColumn, window, workspace } from 'vscode';
import { moveWithEdit, type Place } from './tracked-place.js';

export class PlaceTracker implements Disposable {
  #place: Place | undefined;

  readonly #edits = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (!this.#place || document.uri.toString() !== this.#place.uri.toString()) return;
    this.#place = { uri: this.#place.uri, position: contentChanges.reduce(moveWithEdit, this.#place.position) };
  });

  get place(): Place | undefined {
    return this.#place;
  }

  set place(place: Place) {
    this.#place = place;
  }

  /** Shows a zero-based line in the editor that shows the file, else in the first column. */
  async revealLine(line: number): Promise<void> {
    if (!this.#place) return;
    const document = await workspace.openTextDocument(this.#place.uri);
    const shown = window.visibleTextEditors.find((editor) => editor.document === document);
    const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
    await window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? ViewColumn.One,
      selection: new Selection(range.start, range.start),
    });
  }

  dispose(): void {
    this.#edits.dispose();
  }
}
