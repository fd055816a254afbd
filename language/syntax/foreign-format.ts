// Recognises files of another format, such as JSON or Python, so that they get one error instead of one for each line.
// Called for a text that does not parse, and sure of itself: a .cnn file with a mistake is none of these.
import { splitLines } from '../text/lines.js';

interface ForeignFormat {
  readonly name: string;
  /** How its texts begin. */
  readonly opening?: RegExp;
  /** Lines as only it has them; two of them, or all of a text with one, are enough. */
  readonly line?: RegExp;
}

/** A line that begins as one of the patterns. */
function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `^(?:${source})`).join('|'));
}

const formats: readonly ForeignFormat[] = [
  { name: 'XML or HTML', opening: /^<[?!A-Za-z]/ },
  { name: 'JSON', opening: anyOf(/\{\s*(?:"|\}\s*$)/, /\[\s*(?:\[\s*)*(?:["{]|-?\d[\d.eE+-]*\s*,)/) },
  { name: 'a Git LFS pointer', opening: /^version https:\/\/git-lfs/ },
  { name: 'a PDF', opening: /^%PDF-/ },
  { name: 'Markdown', opening: /^(?:#{1,6} [^\r\n]*\s+(?:#|\w)|```)/ },
  {
    name: 'Python',
    line: anyOf(
      /from [\w.]+ import\b/,
      /import [A-Za-z_][\w.]*(?: as \w+)?$/,
      /(?:class|def) \w+ *(?:\(.*\))?(?: *->.*)?:/,
      /@[\w.]+|if __name__|return |print *\(/,
      /(?:\w+ *= *)?(?:self|nn|F|torch|tf|keras|layers|tv|np)\.\w+/,
    ),
  },
  {
    name: 'C or JavaScript',
    line: anyOf(/#(?:include|define)\b/, /(?:const|let|var|function|export|using|public|static)\s+\w.*[;{(]/),
  },
  {
    name: 'a Caffe prototxt',
    line: anyOf(/\w+ *\{ *$/, /\w+ *: *(?:"[^"]*"|'[^']*'|-?[\d.]+|[A-Z_]+) *$/, /(?:layers?|\w+_param) *\{.*\}/),
  },
  { name: 'an INI or TOML file', line: /^\[+[A-Za-z_][\w. -]*\]+$/ },
  { name: 'YAML', line: /^(?:---$|- \w+ *:|\w[\w -]*:(?: [^{]*)?$|- )/ },
];

/** Characters that are looked at: the beginning is enough. */
const examined = 1 << 16;

/** Statements that only a .cnn file has. */
const ownStatement = /^\s*(?:network|block)\s+\w+\s*(?:\([^)]*\)\s*)?\{|^\s*input\s*\(|->\s*\w+\s*(?:\(|->)/m;

/** A sentence that names the format of a text; undefined where it may be a network. */
export function findForeignFormat(text: string): string | undefined {
  const start = text.slice(0, examined);
  const name = isBinary(start) ? 'a binary file' : ownStatement.test(start) ? undefined : findFormat(start);
  return name && `this is ${name}, and not a network: a network is written \`network Name { input(28x28x1) -> ... }\`.`;
}

function findFormat(start: string): string | undefined {
  const text = start.trimStart().replace(/^\ufeff/, '');
  const lines = splitLines(text).flatMap((line) => line.trim() || []);
  const isTypical = ({ opening, line }: ForeignFormat) => {
    if (opening?.test(text)) return true;
    const count = line ? lines.filter((each) => line.test(each)).length : 0;
    return count >= Math.min(2, lines.length) && count * 4 >= Math.min(lines.length, 40) && count > 0;
  };
  return formats.find(isTypical)?.name ?? (isTable(lines) ? 'a table (CSV)' : undefined);
}

/** Rows with equally many commas, tabs or semicolons, and no bracket or arrow. */
function isTable(lines: readonly string[]): boolean {
  const rows = lines.slice(0, 50);
  const separator = [',', ';', '\t'].find((each) => rows[0]?.includes(each));
  if (rows.length < 2 || !separator) return false;
  const count = rows[0].split(separator).length;
  // The last row may be cut.
  const complete = rows.slice(0, Math.max(2, rows.length - 1));
  return complete.every((row) => row.split(separator).length === count && !/[()[\]{}]|->/.test(row));
}

/** Control characters, or bytes that were no text. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const strange = text.match(/[\u0000-\u0008\u000e-\u001f\ufffd]/g)?.length ?? 0;
  return strange > 8 && strange * 20 > text.length;
}
