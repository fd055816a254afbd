// SARIF 2.1.0, which code scanning services read: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
import { type Diagnostic, diagnosticTable, explanationUrl, type Range, type Severity } from '../../language/index.js';
import type { CheckedFile } from './checked-file.js';

const levels = { error: 'error', warning: 'warning', advice: 'note' } as const satisfies Record<Severity, string>;

/** A log with one run, as JSON data. Only the rules that a diagnostic names are listed. */
export function formatSarif(files: readonly CheckedFile[], version: string) {
  const codes = new Set<string>(files.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code)));
  const rules = [...diagnosticTable.values()]
    .filter(({ code }) => codes.has(code))
    .map(({ code, title, why }) => ({
      id: code,
      shortDescription: { text: title },
      fullDescription: { text: why },
      helpUri: explanationUrl(code),
    }));
  const driver = { name: 'Receptive', version, informationUri: 'https://github.com/receptive/receptive', rules };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap(({ file, diagnostics }) => diagnostics.map((diagnostic) => toResult(file, diagnostic))),
      },
    ],
  };
}

function toResult(file: string, { code, severity, message, range, related }: Diagnostic) {
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [location(file, range)],
    relatedLocations: related.map((note) => ({ ...location(file, note.range), message: { text: note.message } })),
  };
}

function location(file: string, { start, end }: Range) {
  const region = {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
  // A path is a relative URI reference: its separators stay, everything else that means something there is escaped.
  const uri = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, region } };
}
