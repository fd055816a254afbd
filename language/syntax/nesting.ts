// Brackets that belong together, and comments, found without the parser: a text that does not parse has them too.

/** A part of a text, from its first character up to, but not including, `end`. */
export interface Span {
  readonly offset: number;
  readonly end: number;
}

export interface Nesting {
  /** From the opening bracket to the closing one, in the order in which they close. */
  readonly brackets: readonly Span[];
  readonly comments: readonly Span[];
}

const tokenPattern = /"[^"\r\n]*"|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|\/\/[^\r\n]*|[()[\]{}]/g;

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** A bracket without its partner belongs to nothing; those inside it still have theirs. */
export function readNesting(text: string): Nesting {
  const brackets: Span[] = [];
  const comments: Span[] = [];
  const open: { readonly sign: string; readonly offset: number }[] = [];
  for (const { 0: token, index } of text.matchAll(tokenPattern)) {
    const opener = openerOf[token];
    if (token.startsWith('/')) comments.push({ offset: index, end: index + token.length });
    else if ('([{'.includes(token)) open.push({ sign: token, offset: index });
    else if (opener !== undefined) {
      const at = open.findLastIndex(({ sign }) => sign === opener);
      if (at < 0) continue;
      brackets.push({ offset: open[at].offset, end: index + 1 });
      open.length = at;
    }
  }
  return { brackets, comments };
}
