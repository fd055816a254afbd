// What is wrong with a file, published while it is typed.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Analysis, Problem, Severity } from '../language/index.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Hint,
};

/** More marks than this help nobody and slow an editor down. */
export const maximalDiagnostics = 200;

/** The analysis's problems as the protocol writes them, errors first where there are too many to send. */
export function diagnosticsOf(analysis: Analysis, uri: string): Diagnostic[] {
  const problems = [...analysis.problems];
  const left = problems.length - maximalDiagnostics;
  if (left <= 0) return problems.map((problem) => toDiagnostic(problem, uri));
  problems.sort((a, b) => severities[a.severity] - severities[b.severity]);
  const shown = problems.slice(0, maximalDiagnostics).map((problem) => toDiagnostic(problem, uri));
  const last = shown[shown.length - 1];
  return [...shown.slice(0, -1), { ...last, message: `${last.message} (and ${left} more problems in this file)` }];
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
