// GitHub's workflow commands: each diagnostic becomes an annotation on its line of a pull request.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { Severity } from '../../language/index.js';
import type { CheckedFile } from './checked-file.js';

const commands = { error: 'error', warning: 'warning', advice: 'notice' } as const satisfies Record<Severity, string>;

/** One line for each diagnostic, lines and columns from 1; '' for none. */
export function formatGitHub(files: readonly CheckedFile[]): string {
  return files
    .flatMap(({ file, diagnostics }) =>
      diagnostics.map(({ range: { start, end }, severity, code, message }) => {
        const properties = {
          file,
          line: start.line + 1,
          endLine: end.line + 1,
          // GitHub knows columns only within one line.
          ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
          title: code,
        };
        const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
        return `::${commands[severity]} ${list.join(',')}::${escapeData(message)}\n`;
      }),
    )
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
