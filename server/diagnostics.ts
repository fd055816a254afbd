// What is wrong with a file, published while it is typed.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Analysis, Problem, Severity } from '../language/index.js';
import type { Settings } from './settings.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Hint,
};

/** What is shown of an analysis's problems: not the advice that the user has switched off. */
export function problemsShown({ problems }: Analysis, { disabledAdvice }: Settings): readonly Problem[] {
  if (disabledAdvice.size === 0) return problems;
  return problems.filter(({ severity, code }) => severity !== 'advice' || !disabledAdvice.has(code));
}

/** The analysis's problems as the protocol writes them; the language bounds their number. */
export function diagnosticsOf(analysis: Analysis, uri: string, settings: Settings): Diagnostic[] {
  return problemsShown(analysis, settings).map((problem) => toDiagnostic(problem, uri));
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
