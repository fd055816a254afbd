// Collects the diagnostics of one analysis. A mistake in a block that is expanded a hundred times is reported once.

import { Budget } from '../../budget.js';
import { workLimits } from '../../limits.js';
import { comparePositions, isBefore, type Position, type Range } from '../../text/range.js';
import { tooMuchWork, type Work } from '../bounds.js';
import type { Diagnostic } from '../diagnostic.js';
import { createDiagnostic, type DiagnosticEntry, type ReportArguments } from '../entry.js';
import { foldRepeated } from './fold-repeated.js';

/** Diagnostics of one network that are kept for the next analysis. Of those that are shown, some may be muted. */
const maximalRecorded = 5 * workLimits.diagnostics.file;

/** Where the passes of the analysis report diagnostics. */
export abstract class Reporter {
  /** Counts every error reported, repeated ones included: two counts compared show whether one came between. */
  abstract errors: number;

  abstract readonly budget: Budget;

  abstract add(diagnostic: Diagnostic): void;

  /** Runs work whose diagnostics are only counted: what it reports is a consequence of a mistake that was reported. */
  abstract silence<T>(work: () => T): T;

  /** Whether a diagnostic was reported or none is shown any more: another one is only counted, and need not be made. */
  abstract isSuperfluous(code: string, range: Range): boolean;

  report<Args>(entry: DiagnosticEntry<Args>, range: Range, ...[args, related]: ReportArguments<Args>): void {
    this.reportLazily(entry, range, () => createDiagnostic(entry, range, args as Args, related));
  }

  /** Reports what `create` makes, unless it would be a repetition: texts and fixes cost time. */
  reportLazily(
    { code, severity }: Pick<Diagnostic, 'code' | 'severity'>,
    range: Range,
    create: () => Diagnostic,
  ): void {
    const isWithin = this.budget.spend('reports');
    if (!isWithin) this.reportExceeded('reports', range);
    if (isWithin && !this.isSuperfluous(code, range)) this.add(create());
    else if (severity === 'error') this.errors++;
  }

  /** Reports that a resource ran out, once, even where nothing else is shown. */
  reportExceeded(resource: Work, range: Range): void {
    const exceeded = this.budget.takeExceeded(resource);
    if (exceeded) this.add(createDiagnostic(tooMuchWork, range, exceeded));
  }
}

export class DiagnosticCollector extends Reporter {
  private readonly byRange = new Map<string, Diagnostic>();
  private readonly mutedLines = new Set<number>();
  private readonly mutedRanges: Range[] = [];
  errors = 0;
  private silenced = 0;
  private readonly most = workLimits.diagnostics.file;
  private isFull = false;
  private recording: Map<string, Diagnostic> | undefined;

  /** `allowed` are the codes of warnings and advice that the file switches off. */
  constructor(
    override readonly budget = new Budget(),
    private readonly allowed: ReadonlySet<string> = new Set(),
  ) {
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
    const isLimit = code === tooMuchWork.code;
    if (this.silenced > 0 && !isLimit) {
      if (severity === 'error') this.errors++;
      return;
    }
    const key = keyOf(code, range);
    if (this.recording && !this.recording.has(key)) this.recording.set(key, diagnostic);
    if (severity === 'error') this.errors++;
    else if (this.allowed.has(code)) return;
    const { start } = range;
    if (this.isMutedAt(start)) return;
    if (this.byRange.has(key)) return;
    if (this.byRange.size < this.most || isLimit) this.byRange.set(key, diagnostic);
    else if (severity === 'error' && !this.isFull) this.reportFull(range);
  }

  /** Warnings past the limit are left out in silence, errors are not. */
  private reportFull(range: Range): void {
    this.isFull = true;
    const exceeded = { resource: 'diagnostics', of: 'file', limit: this.most } as const;
    this.byRange.set('full', createDiagnostic(tooMuchWork, range, exceeded));
  }

  override isSuperfluous(code: string, range: Range): boolean {
    if (this.silenced > 0) return true;
    const { recording } = this;
    if (recording) return recording.size >= maximalRecorded || recording.has(keyOf(code, range));
    return this.isFull || this.isMutedAt(range.start) || this.byRange.has(keyOf(code, range));
  }

  private isMutedAt(position: Position): boolean {
    return this.mutedLines.has(position.line) || isMuted(position, this.mutedRanges);
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
