// Moves a place in a file with its text while the file is edited, so that Restart trains the same network.
import type { TextDocumentContentChangeEvent, Uri } from 'vscode';
import { splitLines } from '../../language/text/lines.js';

/** Zero-based. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Place {
  readonly uri: Uri;
  readonly position: Position;
}

/** The part of VS Code's event that is used here, so that tests need no editor. */
export type Change = Pick<TextDocumentContentChangeEvent, 'text'> & {
  readonly range: { readonly start: Position; readonly end: Position };
};

/** Where the position is after the change; a position inside replaced text goes to the change's start. */
export function moveWithEdit(position: Position, { range, text }: Change): Position {
  if (isBefore(position, range.start)) return position;
  if (isBefore(position, range.end)) return range.start;
  const lines = splitLines(text);
  const line = position.line + (lines.length - 1) - (range.end.line - range.start.line);
  if (position.line !== range.end.line) return { line, character: position.character };
  const start = lines.length === 1 ? range.start.character : 0;
  return { line, character: start + lines.at(-1)!.length + position.character - range.end.character };
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
