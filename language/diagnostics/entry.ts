// An entry of the table of diagnostics: its sentence and fixes as functions of typed arguments, and its documentation.
// docs/diagnostics.md is generated from the entries, and their examples are tests.
import type { Range } from '../text/range.js';
import type { Diagnostic, Fix, RelatedInformation, Severity } from './diagnostic.js';

/** Where each code is explained: docs/diagnostics.md, with a heading for each. */
const explanations = 'https://github.com/receptive/receptive/blob/main/docs/diagnostics.md';

export function explanationUrl(code: string): string {
  return `${explanations}#${code}`;
}

/** What an entry documents. */
export interface DiagnosticPage {
  /** Stable and kebab-case: people write it after `// cnn: allow` and in their settings. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** Why it is wrong or could be better: one paragraph of Markdown. */
  readonly why: string;
  /** A file that has this diagnostic, and no error but this. */
  readonly wrong: string;
  /** The file as it was meant, which has no diagnostic. */
  readonly right: string;
  /** The files that the examples import, by their names. */
  readonly imported?: Readonly<Record<string, string>>;
}

/** `Proposal` is `Fix`, or for a layer's rule, which knows no ranges, a `LayerFix`. */
export interface DiagnosticEntry<Args, Proposal = Fix> extends DiagnosticPage {
  /** What is wrong, the numbers, and what to do. */
  message(args: Args): string;
  /** Quick fixes, the likeliest first. `range` is what the diagnostic marks. */
  fixes?(args: Args, range: Range): readonly Proposal[];
  /** Whether equal messages have one cause, such as the declaration of the name: the first is reported for all. */
  isFolded?(args: Args): boolean;
}

/** A quick fix of a layer's rule: an argument given another value, or the marked text continued. */
export type LayerFix = { readonly argument: string; readonly value: string } | { readonly append: string };

/** Checks an entry and keeps its code and severity as literal types; the arguments' type is the one of `message`. */
export function defineDiagnostic<
  const Code extends string,
  const S extends Severity,
  Args = undefined,
  Proposal = never,
>(entry: DiagnosticEntry<Args, Proposal> & { readonly code: Code; readonly severity: S }) {
  return entry;
}

/** The arguments of a report: those of the entry's message, if it has any, and related information. */
export type ReportArguments<Args> = [Args] extends [undefined]
  ? [args?: undefined, related?: readonly RelatedInformation[]]
  : [args: Args, related?: readonly RelatedInformation[]];

export function createDiagnostic<Args>(
  entry: DiagnosticEntry<Args>,
  range: Range,
  args: Args,
  related: readonly RelatedInformation[] = [],
): Diagnostic {
  const { code, severity } = entry;
  const message = entry.message(args);
  const cause = entry.isFolded?.(args) ? { cause: `${code}: ${message}` } : undefined;
  return { code, severity, message, range, related, fixes: entry.fixes?.(args, range) ?? [], ...cause };
}
