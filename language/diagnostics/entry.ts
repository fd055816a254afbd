// What a diagnostic's own file says of it: the page in docs/diagnostics.md is made from it, and its examples are tests.
import type { Severity } from './diagnostic.js';

export interface DiagnosticEntry {
  /** Stable and kebab-case: people write it after `// cnn: allow` and in their settings. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** Why it is wrong or could be better: one paragraph of markdown. */
  readonly why: string;
  /** A file of which this is said, and no error but this. */
  readonly wrong: string;
  /** The file as it was meant, of which nothing is said. */
  readonly right: string;
  /** The files that the examples import, by their names. */
  readonly beside?: Readonly<Record<string, string>>;
}
