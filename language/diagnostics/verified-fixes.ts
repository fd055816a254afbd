// Keeps a problem's fixes that mend: each is made, and the text read anew. Done when fixes are asked for, since it
// costs a reading each.
import { applyEdits } from '../text/edits.js';
import type { Position } from '../text/range.js';
import type { Fix, Problem } from './problem.js';

/** Fixes tried for one problem. */
const maximalFixes = 8;

/**
 * The fixes after which the problem is gone, or only others of its kind behind it are left, and no code has more
 * errors than before. `read` gives a text's problems, with what it imports.
 */
export function verifiedFixes(problem: Problem, text: string, read: (text: string) => readonly Problem[]): Fix[] {
  if (problem.fixes.length === 0) return [];
  const before = countByCode(read(text));
  return problem.fixes.slice(0, maximalFixes).filter(({ edits }) => {
    const problems = read(applyEdits(text, edits));
    const after = countByCode(problems);
    const gone =
      (after.all.get(problem.code) ?? 0) < (before.all.get(problem.code) ?? 0) ||
      // One that was hidden behind it may have come out, further on.
      (edits.every(({ range }) => !isBefore(range.start, problem.range.start)) &&
        problems.every(({ code, range }) => code !== problem.code || isBefore(problem.range.start, range.start)));
    return gone && [...after.errors].every(([code, count]) => count <= (before.errors.get(code) ?? 0));
  });
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function countByCode(problems: readonly Problem[]) {
  const all = new Map<string, number>();
  const errors = new Map<string, number>();
  for (const { code, severity } of problems) {
    all.set(code, (all.get(code) ?? 0) + 1);
    if (severity === 'error') errors.set(code, (errors.get(code) ?? 0) + 1);
  }
  return { all, errors };
}
