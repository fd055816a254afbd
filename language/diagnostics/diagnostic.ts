// A diagnostic of a file as plain data: the server publishes it, the command line prints it.

import type { Edit, Range } from '../text/range.js';

/** `advice` is a hint: the network works, and could be better. */
export type Severity = 'error' | 'warning' | 'advice';

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface RelatedInformation {
  readonly range: Range;
  readonly message: string;
}

export interface Diagnostic {
  /** Stable and kebab-case, e.g. `window-too-large`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence with the numbers and what to do. */
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedInformation[];
  readonly fixes: readonly Fix[];
  /** Only while diagnostics are collected: those of one cause are folded into one. */
  readonly cause?: string;
}

/** The fix that replaces a range by a text. */
export function replaceWith(newText: string, range: Range): Fix {
  return { title: `Write ${newText}`, edits: [{ range, newText }] };
}
