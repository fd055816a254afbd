// Checks the codes in `// cnn: allow CODE` comments.

import type { Reporter } from '../diagnostics/collect/collector.js';
import { type DiagnosticCode, diagnosticTable } from '../diagnostics/index.js';
import { unknownAllow } from '../diagnostics/syntax.js';
import type { Allowance } from '../syntax/comments.js';
import { findNearest } from './nearest-name.js';

/** Warns of codes that do not exist or that belong to an error. */
export function checkAllowances(allowances: readonly Allowance[], diagnostics: Reporter): void {
  const allowable = [...diagnosticTable.values()]
    .filter(({ severity }) => severity !== 'error')
    .map(({ code }) => code);
  for (const { code, range } of allowances) {
    const known = diagnosticTable.get(code as DiagnosticCode);
    if (known && known.severity !== 'error') continue;
    const near = known ? undefined : findNearest(code, allowable);
    diagnostics.report(unknownAllow, range, { code, isError: known !== undefined, near });
  }
}
