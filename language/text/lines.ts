// Lines of a text, as the Language Server Protocol defines them: ended by \n, by \r\n or by \r alone. The one place
// that splits a text; whatever counts lines must ask here.
import type { Position, Range } from './range.js';

const lineEnd = /\r\n?|\n/g;

/** The lines of a text without their ends. A text that ends with a line end has an empty last line. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n?|\n/);
}

/** Finds positions and offsets in a text; it is scanned once, when the first is asked for. */
export class LineIndex {
  private lineStarts: readonly number[] | undefined;

  constructor(private readonly text: string) {}

  /** The offset of each line's first character. */
  get starts(): readonly number[] {
    this.lineStarts ??= [0, ...Array.from(this.text.matchAll(lineEnd), ({ 0: end, index }) => index + end.length)];
    return this.lineStarts;
  }

  positionAt(offset: number): Position {
    const { starts } = this;
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low, character: offset - starts[low] };
  }

  /** The range between two offsets, cut at the text's end. */
  rangeBetween(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(Math.min(end, this.text.length)) };
  }

  /** The offset of a position; a position behind the text counts as its end. */
  offsetAt({ line, character }: Position): number {
    const start = this.starts[line];
    return start === undefined ? this.text.length : Math.min(start + character, this.text.length);
  }

  textIn({ start, end }: Range): string {
    return this.text.slice(this.offsetAt(start), this.offsetAt(end));
  }
}
