// Every entry of the table: its wrong example has the diagnostic and no other error, its right example has none, and
// its fixes work.
import { describe, expect, it } from 'vitest';
import { verifyFixes } from '../../../language/diagnostics/verify-fixes.js';
import { type Diagnostic, diagnosticTable, type Importer, parseCnn, parseTree } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { type Interruptible, runToEnd } from '../../../model/interruptible.js';
import { overBudget } from '../../../server/diagnostics/memory-budget.js';
import { createPlanner } from '../../../server/workspace/planner.js';

type Imported = Readonly<Record<string, string>> | undefined;

/** Finds the files that an example imports. */
function importer(imported: Imported): Importer {
  return (path) =>
    imported && Object.hasOwn(imported, path) ? { id: path, parsed: parseTree(imported[path]) } : undefined;
}

function* diagnoseInterruptibly(text: string, imported: Imported): Interruptible<Diagnostic[]> {
  const analysis = parseCnn(text, 'example', importer(imported));
  return [...analysis.diagnostics, ...(yield* overBudget(analysis, 4 * 2 ** 30, createPlanner()))];
}

const diagnose = (text: string, imported: Imported) => runToEnd(diagnoseInterruptibly(text, imported));

describe.each([...diagnosticTable.values()])('$code', ({ code, severity, wrong, right, imported }) => {
  it('is reported for its wrong example, with no other error', () => {
    const diagnostics = diagnose(wrong, imported);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    const others = diagnostics.filter((diagnostic) => diagnostic.severity === 'error' && diagnostic.code !== code);
    expect(others.map(({ message }) => message)).toEqual([]);
    expect(diagnostics.find((diagnostic) => diagnostic.code === code)?.severity).toBe(severity);
  });

  it('is not reported for its right example', () => {
    expect(diagnose(right, imported).map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it('offers fixes that work', () => {
    const diagnostics = diagnose(wrong, imported);
    const analyse = (text: string) => diagnoseInterruptibly(text, imported);
    const read = (text: string) => diagnose(text, imported);
    for (const diagnostic of diagnostics) {
      for (const fix of runToEnd(verifyFixes(diagnostic, { text: wrong, diagnostics }, analyse))) {
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
