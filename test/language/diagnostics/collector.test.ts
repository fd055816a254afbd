// A report that is not shown costs nothing: neither its texts nor its fixes are made.
import { expect, it } from 'vitest';
import { DiagnosticCollector } from '../../../language/diagnostics/collect/collector.js';
import { unknownName } from '../../../language/diagnostics/names.js';
import type { Diagnostic } from '../../../language/index.js';
import { workLimits } from '../../../language/limits.js';

const rangeOn = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 3 } });

/** Reports an error on each of so many lines; answers how many were made. */
function reportMany(collector: DiagnosticCollector, lines: number): number {
  let made = 0;
  for (let line = 0; line < lines; line++) {
    collector.reportLazily(unknownName, rangeOn(line), (): Diagnostic => {
      made++;
      const { code, severity } = unknownName;
      return { code, severity, range: rangeOn(line), message: `${line}`, related: [], fixes: [] };
    });
  }
  return made;
}

it('makes no more than are shown, and one to learn that there are more', () => {
  const collector = new DiagnosticCollector();
  expect(reportMany(collector, 5_000)).toBe(workLimits.diagnostics.file + 1);
  expect(collector.errors).toBeGreaterThanOrEqual(5_000);
  expect(collector.all().length).toBe(workLimits.diagnostics.file + 1);
});

it('makes none in a range that is muted', () => {
  const collector = new DiagnosticCollector();
  collector.muteRange({ start: { line: 0, character: 0 }, end: { line: 9_999, character: 0 } });
  expect(reportMany(collector, 100)).toBe(0);
  expect(collector.errors).toBe(100);
});
