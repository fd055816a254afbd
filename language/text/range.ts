// Places in a text, as the language server protocol counts them: zero-based lines, and UTF-16 code units in a line.

export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, but not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Writes `newText` over a range; an empty range inserts. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}
