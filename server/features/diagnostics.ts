// What is wrong with a file, published while it is typed.
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Analysis, Problem, Severity } from '../../language/index.js';
import type { Planner } from '../workspace/planned-memory.js';
import type { Settings } from '../workspace/settings.js';
import { overBudget } from './memory-budget.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Hint,
};

/**
 * What is shown of a file: the analysis's problems but for the advice that the user has switched off, and the jobs that
 * take more memory than the user gives them.
 */
export function problemsShown(
  analysis: Analysis,
  { disabledAdvice, memoryBudget }: Settings,
  planner: Planner,
): readonly Problem[] {
  const problems = [...analysis.problems, ...overBudget(analysis, memoryBudget, planner)];
  return problems.filter(({ severity, code }) => severity !== 'advice' || !disabledAdvice.has(code));
}

/** As the protocol writes them; the language bounds their number. */
export function diagnosticsOf(problems: readonly Problem[], uri: string): Diagnostic[] {
  return problems.map((problem) => toDiagnostic(problem, uri));
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
