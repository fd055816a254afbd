// Every diagnostic's page is true: its wrong example is told so and nothing else, its right one is told nothing, and
// the fixes it offers mend.
import { describe, expect, it } from 'vitest';
import { verifiedFixes } from '../../../language/diagnostics/verified-fixes.js';
import { diagnostics, type Importer, parseCnn, parseTree } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { overBudget } from '../../../server/features/memory-budget.js';
import { createPlanner } from '../../../server/workspace/planned-memory.js';

type Beside = Readonly<Record<string, string>> | undefined;

/** Finds the files that an example says are beside it. */
function importer(beside: Beside): Importer {
  return (path) => (beside && Object.hasOwn(beside, path) ? { id: path, parsed: parseTree(beside[path]) } : undefined);
}

function problemsOf(text: string, beside: Beside) {
  const analysis = parseCnn(text, 'example', importer(beside));
  return [...analysis.problems, ...overBudget(analysis, 4 * 2 ** 30, createPlanner())];
}

describe.each([...diagnostics.values()])('$code', ({ code, severity, wrong, right, beside }) => {
  it('is said of its wrong example, and no error but it', () => {
    const problems = problemsOf(wrong, beside);
    expect(problems.map((problem) => problem.code)).toContain(code);
    const others = problems.filter((problem) => problem.severity === 'error' && problem.code !== code);
    expect(others.map(({ message }) => message)).toEqual([]);
    expect(problems.find((problem) => problem.code === code)?.severity).toBe(severity);
  });

  it('says nothing of its right example', () => {
    expect(problemsOf(right, beside).map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it('offers fixes that mend', () => {
    for (const problem of problemsOf(wrong, beside)) {
      const read = (text: string) => problemsOf(text, beside);
      for (const fix of verifiedFixes(problem, wrong, read)) {
        const after = read(applyEdits(wrong, fix.edits));
        expect(after.filter((other) => other.code === problem.code).length).toBeLessThan(
          read(wrong).filter((other) => other.code === problem.code).length,
        );
        if (problem.severity === 'error') {
          expect(after.filter((other) => other.severity === 'error').length).toBeLessThan(
            read(wrong).filter((other) => other.severity === 'error').length,
          );
        }
      }
    }
  });
});
