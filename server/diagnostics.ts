// What is wrong with a file, published while it is typed.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Analysis, Problem, Severity } from '../language/index.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Hint,
};

/** The analysis's problems as the protocol writes them; the language bounds their number. */
export function diagnosticsOf(analysis: Analysis, uri: string): Diagnostic[] {
  return analysis.problems.map((problem) => toDiagnostic(problem, uri));
}

export function toDiagnostic(problem: Problem, uri: string): Diagnostic {
  return {
    range: problem.range,
    severity: severities[problem.severity],
    code: problem.code,
    source: 'cnn',
    message: problem.message,
    relatedInformation: problem.related.map(({ range, message }) => ({ location: { uri, range }, message })),
  };
}
