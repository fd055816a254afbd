// Escapes text of untrusted files: comments, names, paths and messages must not control a terminal or become markup.

/** Controls, bidi overrides, invisible characters (but joiners, which scripts need), line separators, surrogates. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text on one line of a terminal: invisible characters become escapes such as `\x1b`, `\u202e` and `\u{e0041}`. */
export function escapeTerminal(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0)!;
    const hex = code.toString(16);
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
  });
}

/** JSON that is safe to print to a terminal; it parses to the same value as that of `JSON.stringify`. */
export function formatJson(value: unknown, indent?: number): string {
  const units = (character: string) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join('');
  return JSON.stringify(value, null, indent).replace(invisible, (character) =>
    character === '\n' ? character : units(character),
  );
}

/** Text as plain words in a Markdown paragraph or table cell: no markup, no link (also none that GFM finds itself). */
export function escapeMarkdown(text: string): string {
  const line = text.replace(/[\s\u0085]+/gu, ' ');
  return (
    escapeTerminal(line)
      .replace(/[\\`*_[\]<>|~&@$]/g, '\\$&')
      .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
      .replace(/^ *(?=[#+=-])/, '\\')
      // A numbered list needs a space after its sign: `2.6 MiB` is none.
      .replace(/^ *\d+(?=[.)](?:\s|$))/, '$&\\')
  );
}
