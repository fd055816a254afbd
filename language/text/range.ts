// Positions in a text, as the Language Server Protocol counts them: zero-based lines, and UTF-16 code units in a line.

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, but not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Replaces a range with `newText`; an empty range inserts. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** Negative when a comes before b. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

export function isBefore(a: Position, b: Position): boolean {
  return comparePositions(a, b) < 0;
}

/** Whether a position is in a range, both ends included: a cursor behind the last character still means it. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** Whether two ranges have a position in common; touching ends count. */
export function overlaps(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}
