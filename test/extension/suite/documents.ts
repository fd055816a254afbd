// Opening, editing and asking about a document through VS Code's own API, as any extension could.
import * as vscode from 'vscode';

/** How often a condition is looked at again, in milliseconds. */
const INTERVAL = 50;

/**
 * How long a condition may take, in milliseconds. Training keeps every core of a small machine busy, and the workbench,
 * which shares them, has been seen to need more than ten seconds for a tab's new label.
 */
const PATIENCE = 40_000;

/** Opens a file of the workspace in an editor. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is open');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name), { viewColumn: vscode.ViewColumn.One });
}

/** Replaces the first `before` of the document's text by `after`. */
export async function replace(editor: vscode.TextEditor, before: string, after: string): Promise<void> {
  const done = await editor.edit((edit) => edit.replace(rangeOf(editor.document, before), after));
  if (!done) throw new Error(`the edit from ${before} to ${after} was refused`);
}

/** The range of the first `text` in the document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().indexOf(text);
  if (start < 0) throw new Error(`the document does not hold ${text}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/**
 * Waits until `read` gives a value that `isRight` accepts: the language server answers in its own time.
 * @throws an error that shows the last value, when none is right in time
 */
export async function eventually<T>(
  what: string,
  read: () => T | Thenable<T>,
  isRight: (value: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const value = await read();
    if (isRight(value)) return value;
    if (Date.now() > deadline) throw new Error(`${what}: the last answer was ${JSON.stringify(value, undefined, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}
