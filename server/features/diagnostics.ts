// The diagnostics of a file as the language server publishes them while it is edited.
import { DiagnosticSeverity, type Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver';
import type { Analysis, Diagnostic, Severity } from '../../language/index.js';
import type { Planner } from '../workspace/planned-memory.js';
import type { Settings } from '../workspace/settings.js';
import { overBudget } from './memory-budget.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Hint,
};

/** The analysis's diagnostics without the advice that the settings disable, and the jobs over the memory budget. */
export function shownDiagnostics(
  analysis: Analysis,
  { disabledAdvice, memoryBudget }: Settings,
  planner: Planner,
): readonly Diagnostic[] {
  const diagnostics = [...analysis.diagnostics, ...overBudget(analysis, memoryBudget, planner)];
  return diagnostics.filter(({ severity, code }) => severity !== 'advice' || !disabledAdvice.has(code));
}

/** As the protocol writes them; the language bounds their number. */
export function toProtocolDiagnostics(diagnostics: readonly Diagnostic[], uri: string): ProtocolDiagnostic[] {
  return diagnostics.map((diagnostic) => toProtocolDiagnostic(diagnostic, uri));
}

export function toProtocolDiagnostic({ range, severity, code, message, related }: Diagnostic, uri: string) {
  return {
    range,
    severity: severities[severity],
    code,
    source: 'cnn',
    message,
    relatedInformation: related.map(({ range, message }) => ({ location: { uri, range }, message })),
  } satisfies ProtocolDiagnostic;
}
