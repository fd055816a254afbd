// `cnn check`: prints the diagnostics of files as text, as data, or as a service for pull requests reads them.

import { splitLines } from '../../language/index.js';
import packageJson from '../../package.json' with { type: 'json' };
import { analyseFile } from '../shared/analyse-file.js';
import { oneOf, readArguments, UsageError } from '../shared/arguments.js';
import { print, printFailure, printJson } from '../shared/output.js';
import type { CheckedFile } from './checked-file.js';
import { formatDiagnostic } from './format-diagnostic.js';
import { formatGitHub } from './format-github.js';
import { formatSarif } from './format-sarif.js';

const formats = ['text', 'json', 'github', 'sarif'] as const;

export const usage = `cnn check FILE... [--format NAME]

  --format NAME   text: for people (the default)
                  json: an array of {file, line, column, endLine, endColumn, severity, code, message}, lines and
                  columns from 1
                  github: annotations of a GitHub workflow
                  sarif: SARIF 2.1.0, for code scanning
  --json          --format json

Exit code: 0 without errors, 1 with errors, 2 when a file could not be read or the
output not be written.`;

/** Runs the command; resolves with its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    json: { type: 'boolean', default: false },
    format: { type: 'string', default: 'text' },
  });
  const format = values.json ? 'json' : oneOf('format', values.format, formats);
  if (positionals.length === 0) throw new UsageError('Name one or more .cnn files to check.');
  const checked: CheckedFile[] = [];
  for (const file of positionals) {
    const source = analyseFile(file);
    if (source.kind === 'unreadable') {
      printFailure(source.reason);
      continue;
    }
    checked.push({ file, text: source.text, diagnostics: source.analysis.diagnostics });
  }
  if (format === 'json') printJson(checked.flatMap(toJson), 2);
  else if (format === 'sarif') printJson(formatSarif(checked, packageJson.version), 2);
  else print(format === 'github' ? formatGitHub(checked) : toText(checked));
  if (checked.length < positionals.length) return 2;
  return checked.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')) ? 1 : 0;
}

function toJson({ file, diagnostics }: CheckedFile) {
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

function toText(checked: readonly CheckedFile[]): string {
  if (checked.length === 0) return '';
  const colour = process.stdout.isTTY === true && process.stdout.hasColors();
  const texts = checked.flatMap(({ file, text, diagnostics }) => {
    const source = { file, lines: splitLines(text) };
    return diagnostics.map((diagnostic) => formatDiagnostic(source, diagnostic, colour));
  });
  return [...texts, `${countLine(checked)}\n`].join('');
}

/** `2 errors, 1 warning in 3 files` */
function countLine(checked: readonly CheckedFile[]): string {
  const diagnostics = checked.flatMap((file) => file.diagnostics);
  const counts = (['error', 'warning', 'advice'] as const)
    .map((severity) => [diagnostics.filter((diagnostic) => diagnostic.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${count === 1 || severity === 'advice' ? severity : `${severity}s`}`);
  const files = `${checked.length} file${checked.length === 1 ? '' : 's'}`;
  return `${counts.length === 0 ? 'no problems' : counts.join(', ')} in ${files}`;
}
