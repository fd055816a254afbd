// Every diagnostic's page is true: its wrong example is told so and nothing else, its right one is told nothing, and
// the fixes it offers mend.
import { describe, expect, it } from 'vitest';
import { verifyFixes } from '../../../language/diagnostics/verify-fixes.js';
import { diagnosticTable, type Importer, parseCnn, parseTree } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { overBudget } from '../../../server/diagnostics/memory-budget.js';
import { createPlanner } from '../../../server/workspace/planner.js';

type Beside = Readonly<Record<string, string>> | undefined;

/** Finds the files that an example says are beside it. */
function importer(beside: Beside): Importer {
  return (path) => (beside && Object.hasOwn(beside, path) ? { id: path, parsed: parseTree(beside[path]) } : undefined);
}

function diagnose(text: string, beside: Beside) {
  const analysis = parseCnn(text, 'example', importer(beside));
  return [...analysis.diagnostics, ...overBudget(analysis, 4 * 2 ** 30, createPlanner())];
}

describe.each([...diagnosticTable.values()])('$code', ({ code, severity, wrong, right, beside }) => {
  it('is said of its wrong example, and no error but it', () => {
    const diagnostics = diagnose(wrong, beside);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    const others = diagnostics.filter((diagnostic) => diagnostic.severity === 'error' && diagnostic.code !== code);
    expect(others.map(({ message }) => message)).toEqual([]);
    expect(diagnostics.find((diagnostic) => diagnostic.code === code)?.severity).toBe(severity);
  });

  it('says nothing of its right example', () => {
    expect(diagnose(right, beside).map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it('offers fixes that mend', () => {
    for (const diagnostic of diagnose(wrong, beside)) {
      const read = (text: string) => diagnose(text, beside);
      for (const fix of verifyFixes(diagnostic, wrong, read)) {
        const after = read(applyEdits(wrong, fix.edits));
        expect(after.filter((other) => other.code === diagnostic.code).length).toBeLessThan(
          read(wrong).filter((other) => other.code === diagnostic.code).length,
        );
        if (diagnostic.severity === 'error') {
          expect(after.filter((other) => other.severity === 'error').length).toBeLessThan(
            read(wrong).filter((other) => other.severity === 'error').length,
          );
        }
      }
    }
  });
});
