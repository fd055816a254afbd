// Keeps the quick fixes of a diagnostic that work: each is applied to the text, which is analysed again. Costs an
// analysis a fix, so it runs when fixes are requested.
import { applyEdits } from '../text/edits.js';
import { isBefore } from '../text/range.js';
import type { Diagnostic, Fix } from './diagnostic.js';

/** Fixes tried for one diagnostic. */
const maximalFixes = 8;

/**
 * The fixes after which the diagnostic is gone, or only others with its code further on are left, and no code has more
 * errors than before. `analyse` gives the diagnostics of a text, with what it imports.
 */
export function verifyFixes(
  diagnostic: Diagnostic,
  text: string,
  analyse: (text: string) => readonly Diagnostic[],
): Fix[] {
  if (diagnostic.fixes.length === 0) return [];
  const before = countByCode(analyse(text));
  return diagnostic.fixes.slice(0, maximalFixes).filter(({ edits }) => {
    const diagnostics = analyse(applyEdits(text, edits));
    const after = countByCode(diagnostics);
    const gone =
      (after.all.get(diagnostic.code) ?? 0) < (before.all.get(diagnostic.code) ?? 0) ||
      // One that was hidden behind it may have appeared, further on.
      (edits.every(({ range }) => !isBefore(range.start, diagnostic.range.start)) &&
        diagnostics.every(
          ({ code, range }) => code !== diagnostic.code || isBefore(diagnostic.range.start, range.start),
        ));
    return gone && [...after.errors].every(([code, count]) => count <= (before.errors.get(code) ?? 0));
  });
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
