// Diagnostics of text that does not parse, and of comments that change what is read or reported.
import { replaceWith } from './diagnostic.js';
import { defineDiagnostic } from './entry.js';
import { suggestionSuffix } from './suggestion.js';

export const syntax = defineDiagnostic({
  code: 'syntax',
  severity: 'error',
  title: 'A line that does not parse',
  why:
    'The notation has few signs: layers joined by `->`, arguments in parentheses, groups in brackets, statements in ' +
    'braces. A line that does not parse is not checked for anything else.',
  wrong: `network Half { input(28x28x1) -> conv(6, -> fc(10) }`,
  right: `network Half { input(28x28x1) -> conv(6) -> fc(10) }`,
  message: ({ mistake }: SyntaxArguments) => describeMistake(mistake),
  fixes({ text, write }, range) {
    if (write === undefined) return [];
    const title = write === '' ? `Delete ${text}` : `Write ${write.trim()}`;
    return [{ title, edits: [{ range, newText: write }] }];
  },
});

interface SyntaxArguments {
  readonly mistake: SyntaxMistake;
  /** The marked text, and what to write in its place: absent where that is not known. */
  readonly text: string;
  readonly write?: string;
}

export type SyntaxMistake =
  /** A sentence of the parser, the lexer or a bound. */
  | { readonly kind: 'unparsable'; readonly message: string }
  | { readonly kind: 'arrow' | 'quote' | 'comment' | 'times' | 'minus' | 'letter' | 'comma' | 'separator' | 'division' }
  | { readonly kind: 'colon'; readonly name: string }
  | { readonly kind: 'keyword'; readonly word: string; readonly meant?: string }
  | { readonly kind: 'unopened'; readonly close: string; readonly open: string };

function describeMistake(mistake: SyntaxMistake): string {
  switch (mistake.kind) {
    case 'unparsable':
      return mistake.message;
    case 'arrow':
      return 'an arrow is written `->`.';
    case 'quote':
      return 'quotes are written `"`.';
    case 'comment':
      return 'a comment begins with `//`.';
    case 'times':
      return 'a repetition or a product is written `*`.';
    case 'minus':
      return 'a minus is written `-`, and an arrow `->`.';
    case 'letter':
      return 'a name consists of the letters a to z and A to Z, digits and `_`.';
    case 'comma':
      return 'layers are joined by `->`, not by `,`.';
    case 'separator':
      return '`,` is not needed: statements and settings have no separators. Delete it.';
    case 'division':
      return commentMessage;
    case 'colon':
      return `a name gets its value by \`=\`: \`${mistake.name} = ...\`.`;
    case 'keyword': {
      const { word, meant } = mistake;
      const hint = meant ? suggestionSuffix({ near: meant }) : '; a network is written `network Name { ... }`.';
      return `no statement begins with \`${word}\`${hint}`;
    }
    case 'unopened':
      return `\`${mistake.close}\` closes nothing: no \`${mistake.open}\` is open here.`;
  }
}

const commentMessage = '`//` starts a comment here, and the rest of the line is not read: write `/` to divide.';

export const commentInParentheses = defineDiagnostic({
  code: 'comment-in-parentheses',
  severity: 'warning',
  title: 'A comment where a division was probably meant',
  why:
    '`//` always starts a comment and never divides: the rest of the line is not read. A division is written `/`, ' +
    'and must have no remainder.',
  wrong: `network A {
  input(28x28x4) -> conv(channels//2
  ) -> relu -> fc(10)
}`,
  right: `network A {
  input(28x28x4) -> conv(channels/2
  ) -> relu -> fc(10)
}`,
  message: () => commentMessage,
  fixes: (_, range) => [replaceWith('/', range)],
});

export const unknownAllow = defineDiagnostic({
  code: 'unknown-allow',
  severity: 'warning',
  title: 'An `allow` comment that allows nothing',
  why:
    '`// cnn: allow CODE` switches one warning or advice off in a file. Errors cannot be switched off, and an ' +
    'unknown code switches off nothing.',
  wrong: `// cnn: allow first-fc
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  right: `// cnn: allow first-fc-heavy
network A { input(28x28x1) -> conv(6) -> relu -> fc(10) }`,
  message: ({ code, isError, near }: { readonly code: string; readonly isError: boolean; readonly near?: string }) =>
    isError
      ? `\`${code}\` is an error, and cannot be allowed.`
      : `no advice or warning is called \`${code}\`${suggestionSuffix({ near })}`,
  fixes: ({ near }, range) => (near ? [replaceWith(near, range)] : []),
});
