// Keeps a diagnostic's fixes that mend: each is made, and the text read anew. Done when fixes are asked for, since it
// costs a reading each.
import { applyEdits } from '../text/edits.js';
import type { Position } from '../text/range.js';
import type { Diagnostic, Fix } from './diagnostic.js';

/** Fixes tried for one diagnostic. */
const maximalFixes = 8;

/**
 * The fixes after which the diagnostic is gone, or only others of its kind behind it are left, and no code has more
 * errors than before. `read` gives a text's diagnostics, with what it imports.
 */
export function verifyFixes(
  diagnostic: Diagnostic,
  text: string,
  read: (text: string) => readonly Diagnostic[],
): Fix[] {
  if (diagnostic.fixes.length === 0) return [];
  const before = countByCode(read(text));
  return diagnostic.fixes.slice(0, maximalFixes).filter(({ edits }) => {
    const diagnostics = read(applyEdits(text, edits));
    const after = countByCode(diagnostics);
    const gone =
      (after.all.get(diagnostic.code) ?? 0) < (before.all.get(diagnostic.code) ?? 0) ||
      // One that was hidden behind it may have come out, further on.
      (edits.every(({ range }) => !isBefore(range.start, diagnostic.range.start)) &&
        diagnostics.every(
          ({ code, range }) => code !== diagnostic.code || isBefore(diagnostic.range.start, range.start),
        ));
    return gone && [...after.errors].every(([code, count]) => count <= (before.errors.get(code) ?? 0));
  });
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
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
