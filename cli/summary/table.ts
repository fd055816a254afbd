// Aligned columns for a terminal.

type Alignment = 'left' | 'right';

export interface Column {
  readonly heading: string;
  readonly alignment: Alignment;
}

/** Lines of cells set under their headings, two spaces between columns, none at a line's end. */
export function tableText(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((cells) => cells[index].length)));
  const format = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        columns[index].alignment === 'left' ? cell.padEnd(widths[index]) : cell.padStart(widths[index]),
      )
      .join('  ')
      .trimEnd();
  return `${lines.map(format).join('\n')}\n`;
}
