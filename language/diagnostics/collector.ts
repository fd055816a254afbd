// Collects diagnostics. One cause, one message: a block expanded a hundred times says its mistake once.

import type { Range } from '../text/range.js';
import type { Diagnostic, Fix } from './diagnostic.js';
import { type CodeOf, type DiagnosticCode, diagnosticTable } from './index.js';

/** Diagnostics a file may report; a binary file or a broken paste says enough with these. */
const maximalProblems = 200;

export interface DiagnosticDetails {
  readonly related?: Diagnostic['related'];
  readonly fixes?: readonly Fix[];
}

/** Where whoever reads a file says what is wrong with it. */
export interface Reporter {
  /**
   * Counts every error reported, also the ones said before: whoever compares two counts knows if there were any
   * between.
   */
  errors: number;
  /** Says what the code's page is about, with its severity. */
  report(code: DiagnosticCode, range: Range, message: string, details?: DiagnosticDetails): void;
  error(code: CodeOf<'error'>, range: Range, message: string, details?: DiagnosticDetails): void;
}

export class DiagnosticCollector implements Reporter {
  private readonly byRange = new Map<string, Diagnostic>();
  private readonly mutedLines = new Set<number>();
  errors = 0;
  /** Called with every report, including those that are not shown. */
  observer: ((...report: Parameters<Reporter['report']>) => void) | undefined;

  /** `allowed` are codes of warnings and advice that the file does not want to hear of. */
  constructor(private readonly allowed: ReadonlySet<string> = new Set()) {}

  /** From here on nothing is said on the lines marked so far: a line that does not parse means something else. */
  muteReportedLines(): void {
    for (const { range } of this.byRange.values()) {
      for (let line = range.start.line; line <= range.end.line; line++) this.mutedLines.add(line);
    }
  }

  report(code: DiagnosticCode, range: Range, message: string, details: DiagnosticDetails = {}): void {
    this.observer?.(code, range, message, details);
    const { severity } = diagnosticTable.get(code)!;
    if (severity === 'error') this.errors++;
    else if (this.allowed.has(code)) return;
    const { start, end } = range;
    if (this.mutedLines.has(start.line)) return;
    const key = `${code} ${start.line}:${start.character}-${end.line}:${end.character}`;
    if (this.byRange.has(key) || this.byRange.size >= maximalProblems) return;
    const { related = [], fixes = [] } = details;
    this.byRange.set(key, { code, severity, message, range, related, fixes });
  }

  error(code: CodeOf<'error'>, range: Range, message: string, details?: DiagnosticDetails): void {
    this.report(code, range, message, details);
  }

  /** In the order of the text. */
  all(): Diagnostic[] {
    return [...this.byRange.values()].sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }
}
