// Checks the codes in `// cnn: allow CODE` comments.
import type { DiagnosticCollector } from '../diagnostics/collector.js';
import { writing } from '../diagnostics/diagnostic.js';
import { type DiagnosticCode, diagnosticTable } from '../diagnostics/index.js';
import type { Allowance } from '../syntax/comments.js';
import { nearest } from './nearest-name.js';

/** Warns of codes that do not exist or that belong to an error. */
export function checkAllowances(allowances: readonly Allowance[], diagnostics: DiagnosticCollector): void {
  const allowable = [...diagnosticTable.values()]
    .filter(({ severity }) => severity !== 'error')
    .map(({ code }) => code);
  for (const { code, range } of allowances) {
    const known = diagnosticTable.get(code as DiagnosticCode);
    if (known && known.severity !== 'error') continue;
    const near = known ? undefined : nearest(code, allowable);
    const what = known
      ? `\`${code}\` is an error, and cannot be allowed`
      : `no advice or warning is called \`${code}\``;
    diagnostics.report('unknown-allow', range, `${what}${near ? `: did you mean \`${near}\`?` : '.'}`, {
      fixes: near ? [writing(near, range)] : [],
    });
  }
}
