// Keeps the quick fixes of a diagnostic that work: each is applied to the text, which is analysed again. Costs an
// analysis a fix, so it runs when fixes are requested.
import type { Interruptible } from '../../model/interruptible.js';
import { applyEdits } from '../text/edits.js';
import { isBefore } from '../text/range.js';
import type { Diagnostic, Fix } from './diagnostic.js';

/** Fixes tried for one diagnostic. */
const maximalFixes = 8;

/** A text with its diagnostics. */
export interface DiagnosedText {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The fixes after which the diagnostic is gone, or only others with its code further on are left, and no code has more
 * errors than before. `analyse` gives the diagnostics of another text, with what it imports.
 */
export function* verifyFixes(
  diagnostic: Diagnostic,
  { text, diagnostics }: DiagnosedText,
  analyse: (text: string) => Interruptible<readonly Diagnostic[]>,
): Interruptible<Fix[]> {
  const before = countByCode(diagnostics);
  const verified: Fix[] = [];
  for (const fix of diagnostic.fixes.slice(0, maximalFixes)) {
    const remaining = yield* analyse(applyEdits(text, fix.edits));
    // An analysis takes about a microsecond a character.
    yield text.length;
    const after = countByCode(remaining);
    const gone =
      (after.all.get(diagnostic.code) ?? 0) < (before.all.get(diagnostic.code) ?? 0) ||
      // One that was hidden behind it may have appeared, further on.
      (fix.edits.every(({ range }) => !isBefore(range.start, diagnostic.range.start)) &&
        remaining.every(
          ({ code, range }) => code !== diagnostic.code || isBefore(diagnostic.range.start, range.start),
        ));
    if (gone && [...after.errors].every(([code, count]) => count <= (before.errors.get(code) ?? 0))) verified.push(fix);
  }
  return verified;
}

function countByCode(diagnostics: readonly Diagnostic[]) {
  const all = new Map<string, number>();
  const errors = new Map<string, number>();
  for (const { code, severity } of diagnostics) {
    all.set(code, (all.get(code) ?? 0) + 1);
    if (severity === 'error') errors.set(code, (errors.get(code) ?? 0) + 1);
  }
  return { all, errors };
}
