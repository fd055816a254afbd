// Collects the diagnostics of one analysis. A mistake in a block that is expanded a hundred times is reported once.

import { comparePositions, isBefore, type Position, type Range } from '../../text/range.js';
import type { Diagnostic } from '../diagnostic.js';
import { createDiagnostic, type DiagnosticEntry, type ReportArguments } from '../entry.js';
import { foldRepeated } from './fold-repeated.js';

/** Diagnostics a file may have; a binary file or a broken paste has enough with these. */
const maximalDiagnostics = 200;

/** Where the passes of the analysis report diagnostics. */
export abstract class Reporter {
  /** Counts every error reported, repeated ones included: two counts compared show whether one came between. */
  abstract errors: number;

  abstract add(diagnostic: Diagnostic): void;

  /** Runs work whose diagnostics are only counted: what it reports is a consequence of a mistake that was reported. */
  abstract silence<T>(work: () => T): T;

  /** Whether a diagnostic of this code and range was reported: another one is only counted, and need not be made. */
  abstract isRepeated(code: string, range: Range): boolean;

  report<Args>(entry: DiagnosticEntry<Args>, range: Range, ...[args, related]: ReportArguments<Args>): void {
    this.reportLazily(entry, range, () => createDiagnostic(entry, range, args as Args, related));
  }

  /** Reports what `create` makes, unless it would be a repetition: texts and fixes cost time. */
  reportLazily(
    { code, severity }: Pick<Diagnostic, 'code' | 'severity'>,
    range: Range,
    create: () => Diagnostic,
  ): void {
    if (!this.isRepeated(code, range)) this.add(create());
    else if (severity === 'error') this.errors++;
  }
}

export class DiagnosticCollector extends Reporter {
  private readonly byRange = new Map<string, Diagnostic>();
  private readonly mutedLines = new Set<number>();
  private readonly mutedRanges: Range[] = [];
  errors = 0;
  private silenced = 0;
  private recording: Map<string, Diagnostic> | undefined;

  /** `allowed` are the codes of warnings and advice that the file switches off. */
  constructor(private readonly allowed: ReadonlySet<string> = new Set()) {
    super();
  }

  /** Drops what is reported from here on on lines that have a diagnostic: a line that does not parse is misread. */
  muteReportedLines(): void {
    for (const { range } of this.byRange.values()) {
      for (let line = range.start.line; line <= range.end.line; line++) this.mutedLines.add(line);
    }
  }

  override silence<T>(work: () => T): T {
    this.silenced++;
    try {
      return work();
    } finally {
      this.silenced--;
    }
  }

  /** Drops what is reported from here on inside a range, as of damaged text; called in the order of the text. */
  muteRange(range: Range): void {
    this.mutedRanges.push(range);
  }

  override add(diagnostic: Diagnostic): void {
    const { code, severity, range } = diagnostic;
    if (this.silenced > 0) {
      if (severity === 'error') this.errors++;
      return;
    }
    const key = keyOf(code, range);
    if (this.recording && !this.recording.has(key)) this.recording.set(key, diagnostic);
    if (severity === 'error') this.errors++;
    else if (this.allowed.has(code)) return;
    const { start } = range;
    if (this.mutedLines.has(start.line) || isMuted(start, this.mutedRanges)) return;
    if (!this.byRange.has(key) && this.byRange.size < maximalDiagnostics) this.byRange.set(key, diagnostic);
  }

  override isRepeated(code: string, range: Range): boolean {
    return this.silenced > 0 || (this.recording ?? this.byRange).has(keyOf(code, range));
  }

  /** The diagnostics that some work reports, each once, including those that are not shown. */
  record<T>(work: () => T): { readonly result: T; readonly diagnostics: Diagnostic[] } {
    const recording = new Map<string, Diagnostic>();
    this.recording = recording;
    try {
      return { result: work(), diagnostics: [...recording.values()] };
    } finally {
      this.recording = undefined;
    }
  }

  /** In the order of the text. */
  all(): Diagnostic[] {
    const sorted = [...this.byRange.values()].sort((a, b) => comparePositions(a.range.start, b.range.start));
    return foldRepeated(sorted);
  }
}

function keyOf(code: string, { start, end }: Range): string {
  return `${code} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** Whether a position is in one of some ranges that are in the order of the text. */
function isMuted(position: Position, ranges: readonly Range[]): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(position, ranges[middle].start)) high = middle;
    else low = middle + 1;
  }
  return low > 0 && isBefore(position, ranges[low - 1].end);
}
