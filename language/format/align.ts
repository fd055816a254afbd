// Aligns tokens of neighbouring lines: the `=` of settings and bindings, the arrows of chains of the same layers, and
// what the author had aligned.
import type { Line, PlacedToken } from './lines.js';

/** An arrow at a line's start that is further in than this is aligned with others, not indented. */
const arrowsRoom = 4;

/** Lines are not made longer than this by aligning. */
const widest = 120;

/** A token that can be moved to the right. */
interface Cell {
  readonly line: number;
  readonly index: number;
  readonly kind: string;
}

/** The lines as text, without line ends. */
export function alignLines(lines: readonly Line[]): string[] {
  const columns = alignedColumns(lines);
  const aligned = lines.map((line, number) => render(line, (index) => columns.get(keyOf(number, index))));
  return lines.map((line, number) => {
    const isTooWide = aligned[number].length > widest && aligned[number].length > render(line).length;
    return isTooWide ? render(line) : aligned[number];
  });
}

const keyOf = (line: number, index: number) => `${line}:${index}`;

function render({ indent, tokens }: Line, columnOf: (index: number) => number | undefined = () => undefined): string {
  let text = '';
  for (const [index, { token, gap }] of tokens.entries()) {
    const spaces = index === 0 ? indent : gap;
    text += ' '.repeat(Math.max(spaces, (columnOf(index) ?? 0) - width(text))) + token.text;
  }
  return text;
}

/** Characters after the last line end: a comment may have several lines. */
function width(text: string): number {
  return text.length - (text.lastIndexOf('\n') + 1);
}

function alignedColumns(lines: readonly Line[]): ReadonlyMap<string, number> {
  const groups = groupCells(lines);
  let columns = new Map<string, number>();
  // A column moves those to its right, so each pass settles at least one more; columns that cross never settle.
  const passes = Math.max(0, ...lines.map(({ tokens }) => tokens.length)) + 1;
  for (let pass = 0; pass <= passes; pass++) {
    const next = new Map<string, number>();
    for (const group of groups) {
      const column = Math.max(...group.map(({ line, index }) => naturalColumn(lines[line], line, index, columns)));
      for (const { line, index } of group) next.set(keyOf(line, index), column);
    }
    if (next.size === columns.size && [...next].every(([key, column]) => columns.get(key) === column)) return columns;
    columns = next;
  }
  return new Map();
}

/** Where a token comes to stand when those before it on its line have their columns. */
function naturalColumn(line: Line, number: number, index: number, columns: ReadonlyMap<string, number>): number {
  const { indent, tokens } = line;
  if (index === 0) return indent;
  const before = render({ ...line, tokens: tokens.slice(0, index) }, (at) => columns.get(keyOf(number, at)));
  return width(before) + tokens[index].gap;
}

/** Cells of neighbouring lines that share a column. */
function groupCells(lines: readonly Line[]): Cell[][] {
  const groups: Cell[][] = [];
  const groupOf = new Map<string, Cell[]>();
  const join = (above: Cell, below: Cell) => {
    const key = keyOf(above.line, above.index);
    let group = groupOf.get(key);
    if (!group) {
      group = [above];
      groups.push(group);
      groupOf.set(key, group);
    }
    group.push(below);
    groupOf.set(keyOf(below.line, below.index), group);
  };
  for (let line = 1; line < lines.length; line++) {
    const [above, below] = [lines[line - 1], lines[line]];
    if (below.blankBefore || above.depth !== below.depth) continue;
    const taken = new Set<number>();
    for (const [first, second] of pairs(above, below)) {
      if (taken.has(second)) continue;
      taken.add(second);
      const kind = above.tokens[first].token.text;
      join({ line: line - 1, index: first, kind }, { line, index: second, kind });
    }
  }
  return groups;
}

/** The indices of tokens of two neighbouring lines that belong in one column, from left to right. */
function pairs(above: Line, below: Line): [number, number][] {
  const settings = [equalsOf(above), equalsOf(below)];
  const found: [number, number][] = [];
  if (settings[0] !== undefined && settings[1] !== undefined) found.push([settings[0], settings[1]]);
  if (structureOf(above) !== undefined && structureOf(above) === structureOf(below)) {
    const [arrows, others] = [arrowsOf(above), arrowsOf(below)];
    for (const [at, index] of arrows.entries()) found.push([index, others[at]]);
  }
  found.push(...alignedByAuthor(above, below));
  return keepOrder(found);
}

/** Drops pairs that cross one before them. */
function keepOrder(found: readonly [number, number][]): [number, number][] {
  const kept: [number, number][] = [];
  for (const [first, second] of found) {
    if (kept.every(([a, b]) => (first < a && second < b) || (first > a && second > b))) kept.push([first, second]);
  }
  return kept.sort(([a], [b]) => a - b);
}

/** The `=` of `name = value`, where the line is one. */
function equalsOf({ tokens }: Line): number | undefined {
  const [first, second] = tokens;
  const isBinding = first?.token.kind === 'name' && second?.token.text === '=' && !isInside(second);
  return isBinding ? 1 : undefined;
}

function isInside({ bracket }: PlacedToken): boolean {
  return bracket === '(' || bracket === '[';
}

/** The arrows of the line's own chain, apart from one at its start. */
function arrowsOf({ tokens }: Line): number[] {
  const own = tokens[0]?.bracket;
  return tokens.flatMap(({ token, bracket }, index) =>
    index > 0 && token.kind === 'arrow' && bracket === own ? [index] : [],
  );
}

/** The names in a chain that begins with an arrow and has another; undefined for other lines. */
function structureOf(line: Line): string | undefined {
  if (line.tokens[0]?.token.kind !== 'arrow' || arrowsOf(line).length === 0) return undefined;
  const own = line.tokens[0].bracket;
  return line.tokens
    .filter(
      ({ bracket, token: { kind } }) => bracket === own && (kind === 'name' || kind === 'arrow' || kind === 'open'),
    )
    .map(({ token }) => token.text)
    .join(' ');
}

/** Tokens that stand in one column where spaces were put before one of them. */
function alignedByAuthor(above: Line, below: Line): [number, number][] {
  const found: [number, number][] = [];
  for (const [first, a] of above.tokens.entries()) {
    if (!isMovable(a, first, above)) continue;
    const second = below.tokens.findIndex(
      (b, index) =>
        isMovable(b, index, below) &&
        kindOf(b) === kindOf(a) &&
        b.token.column === a.token.column &&
        (isMoved(a, first) || isMoved(b, index)),
    );
    if (second >= 0) found.push([first, second]);
  }
  return found;
}

/** Whether the author put more spaces before it than belong there; an arrow at a line's start: see `isMovable`. */
function isMoved({ token, gap }: PlacedToken, index: number): boolean {
  return index === 0 || token.gap > gap;
}

/** An arrow at a line's start can stand below one of the line above, further in than its chain. */
function isMovable({ token, bracket }: PlacedToken, index: number, { indent }: Line): boolean {
  if (index === 0) return token.kind === 'arrow' && token.column > indent + arrowsRoom;
  if (token.text === '=') return bracket !== '(' && bracket !== '[';
  return token.kind === 'arrow' || token.kind === 'comment' || token.text === '{';
}

function kindOf({ token }: PlacedToken): string {
  return token.kind === 'comment' ? 'comment' : token.text;
}
