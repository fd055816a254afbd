// Writes Markdown that text from a file cannot break out of: it is escaped or fenced.
import { splitLines } from '../../language/index.js';

/** Text from a file as plain words in a paragraph or a table cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^ *(?=[#+=-]|\d+[.)])/, '\\');
}

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
