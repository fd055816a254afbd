// A diagnostic as the Language Server Protocol writes it.
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import { type Diagnostic, explanationUrl, type Severity } from '../../language/index.js';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  // A hint would be three dots in the text and nothing in the list of problems.
  advice: DiagnosticSeverity.Information,
};

export function toLspDiagnostic({ range, severity, code, message, related }: Diagnostic, uri: string): LspDiagnostic {
  return {
    range,
    severity: severities[severity],
    code,
    codeDescription: { href: explanationUrl(code) },
    source: 'cnn',
    message,
    relatedInformation: related.map((note) => ({ location: { uri, range: note.range }, message: note.message })),
  };
}
