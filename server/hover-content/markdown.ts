// Writes Markdown for hovers. Text from a file is fenced here, or escaped by the model's `escapeMarkdown`.
import { splitLines } from '../../language/index.js';

/** A short formula or figure as code. For our own text only: it must contain no backtick. */
export function codeSpan(text: string): string {
  return `\`${text}\``;
}

/** A fenced block, with a fence longer than any run of backticks inside. */
export function codeBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** The first line of source text, truncated to `limit` characters. */
export function firstLine(source: string, limit = 100): string {
  const [line] = splitLines(source);
  const cut = line.length > limit ? line.slice(0, limit) : line;
  return cut.length < source.length ? `${cut} …` : cut;
}

/** A table of cells that are Markdown already; a heading may be ''. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The sections of a hover, one below the other; '' is left out. */
export function joinSections(sections: readonly string[]): string {
  return sections.filter((section) => section !== '').join('\n\n');
}
