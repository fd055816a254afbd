// `cnn check`: prints the diagnostics of files as text or, with --json, as data.
import type { Diagnostic } from '../../language/index.js';
import { analyseFile } from '../shared/analyse-file.js';
import { readArguments, UsageError } from '../shared/arguments.js';
import { print, printFailure, printJson } from '../shared/output.js';
import { formatDiagnostic } from './format-diagnostic.js';

export const usage = `cnn check FILE... [--json]

  --json   an array of {file, line, column, endLine, endColumn, severity, code, message}, lines and columns from 1

Exit code: 0 without errors, 1 with errors, 2 when a file could not be read or the
output not be written.`;

interface Checked {
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Runs the command; resolves with its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } });
  if (positionals.length === 0) throw new UsageError('Name one or more .cnn files to check.');
  const checked: Checked[] = [];
  for (const file of positionals) {
    const source = analyseFile(file);
    if (source.kind === 'unreadable') {
      printFailure(source.reason);
      continue;
    }
    checked.push({ file, text: source.text, diagnostics: source.analysis.diagnostics });
  }
  if (values.json) printJson(checked.flatMap(toJson), 2);
  else print(toText(checked));
  if (checked.length < positionals.length) return 2;
  return checked.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function toJson({ file, diagnostics }: Checked) {
  return diagnostics.map(({ range, severity, code, message }) => ({
    file,
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
    severity,
    code,
    message,
  }));
}

function toText(checked: readonly Checked[]): string {
  if (checked.length === 0) return '';
  const colour = process.stdout.isTTY === true && process.stdout.hasColors();
  const texts = checked.flatMap(({ file, text, diagnostics }) =>
    diagnostics.map((diagnostic) => formatDiagnostic(file, text, diagnostic, colour)),
  );
  return [...texts, `${countLine(checked)}\n`].join('');
}

/** `2 errors, 1 warning in 3 files` */
function countLine(checked: readonly Checked[]): string {
  const diagnostics = checked.flatMap((file) => file.diagnostics);
  const counts = (['error', 'warning', 'advice'] as const)
    .map((severity) => [diagnostics.filter((diagnostic) => diagnostic.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${count === 1 || severity === 'advice' ? severity : `${severity}s`}`);
  const files = `${checked.length} file${checked.length === 1 ? '' : 's'}`;
  return `${counts.length === 0 ? 'no problems' : counts.join(', ')} in ${files}`;
}
