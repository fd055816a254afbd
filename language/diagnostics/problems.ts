// Collects problems. One cause, one message: a block expanded a hundred times says its mistake once.

import type { Range } from '../text/range.js';
import { type CodeOf, type DiagnosticCode, diagnostics } from './index.js';
import type { Fix, Problem } from './problem.js';

/** Problems a file may report; a binary file or a broken paste says enough with these. */
const maximalProblems = 200;

export interface ProblemDetails {
  readonly related?: Problem['related'];
  readonly fixes?: readonly Fix[];
}

/** What was reported in a while, to be reported again where the same would be. */
export interface Said {
  readonly reports: readonly Parameters<Reporter['report']>[];
  /** Errors counted meanwhile: more than were reported where a copy has its original's. */
  readonly errors: number;
}

/** Where whoever reads a file says what is wrong with it. */
export interface Reporter {
  /**
   * Counts every error reported, also the ones said before: whoever compares two counts knows if there were any
   * between.
   */
  errors: number;
  /** Says what the code's page is about, with its severity. */
  report(code: DiagnosticCode, range: Range, message: string, details?: ProblemDetails): void;
  error(code: CodeOf<'error'>, range: Range, message: string, details?: ProblemDetails): void;
}

export class Problems implements Reporter {
  private readonly byPlace = new Map<string, Problem>();
  private readonly quietLines = new Set<number>();
  private recording: Parameters<Reporter['report']>[] | undefined;
  errors = 0;

  /** `allowed` are codes of warnings and advice that the file does not want to hear of. */
  constructor(private readonly allowed: ReadonlySet<string> = new Set()) {}

  /** From here on nothing is said on the lines marked so far: a line that does not parse means something else. */
  quietenLines(): void {
    for (const { range } of this.byPlace.values()) {
      for (let line = range.start.line; line <= range.end.line; line++) this.quietLines.add(line);
    }
  }

  report(code: DiagnosticCode, range: Range, message: string, details: ProblemDetails = {}): void {
    this.recording?.push([code, range, message, details]);
    const { severity } = diagnostics.get(code)!;
    if (severity === 'error') this.errors++;
    else if (this.allowed.has(code)) return;
    const { start, end } = range;
    if (this.quietLines.has(start.line)) return;
    const key = `${code} ${start.line}:${start.character}-${end.line}:${end.character}`;
    if (this.byPlace.has(key) || this.byPlace.size >= maximalProblems) return;
    const { related = [], fixes = [] } = details;
    this.byPlace.set(key, { code, severity, message, range, related, fixes });
  }

  error(code: CodeOf<'error'>, range: Range, message: string, details?: ProblemDetails): void {
    this.report(code, range, message, details);
  }

  /** Does some work, and notes what is reported meanwhile. */
  record<T>(work: () => T): { readonly result: T; readonly said: Said } {
    const reports: Parameters<Reporter['report']>[] = [];
    const before = this.errors;
    this.recording = reports;
    const result = work();
    this.recording = undefined;
    return { result, said: { reports, errors: this.errors - before } };
  }

  /** Reports what was noted, in place of the work. */
  repeat({ reports, errors }: Said): void {
    const before = this.errors;
    for (const report of reports) this.report(...report);
    this.errors = before + errors;
  }

  /** In the order of the text. */
  all(): Problem[] {
    return [...this.byPlace.values()].sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }
}
