// Figures and tables as Markdown has them.

/** Three digits that count, and no more. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(value >= 1 ? 3 : 2);
}

/** Lines of a table; its first row is the head, its first column stands left, the others right. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ').replaceAll('*', '\\*')} |`;
  return [line(head!), line(head!.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)];
}
