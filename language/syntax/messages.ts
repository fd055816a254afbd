// What the parser and the lexer say when a line does not parse, in the words of the notation.
import { DefaultLexerErrorMessageProvider, LangiumParserErrorMessageProvider } from 'langium';

const words: Record<string, string> = {
  ID: 'a name',
  LABEL: 'a name with `=`',
  NUMBER: 'a number',
  SIZE: 'a size',
  STRING: 'a text in quotes',
  EOF: 'the end of the file',
};

/** A token as a person would call it: `a name`, or the characters themselves. */
function word(token: { name: string }): string {
  return words[token.name] ?? `\`${token.name}\``;
}

export class CnnParserMessages extends LangiumParserErrorMessageProvider {
  /** The keyword behind the text that is being parsed; empty where the file ends. */
  followedBy = '';

  override buildMismatchTokenMessage({ expected, actual }: MismatchParts): string {
    if (expected.name === 'EOF') return this.buildNotAllInputParsedMessage({ firstRedundant: actual });
    return `${word(expected)} is expected here, where ${this.found(actual)}.`;
  }

  private found({ image }: { image: string }): string {
    const stands = image === '' ? this.followedBy : image;
    return stands === '' ? 'the file ends' : `\`${stands}\` stands`;
  }

  override buildNotAllInputParsedMessage({ firstRedundant }: { firstRedundant: { image: string } }): string {
    return `\`${firstRedundant.image}\` cannot stand here: a statement starts with a name, \`[\` or a keyword.`;
  }

  override buildNoViableAltMessage({ actual, previous }: NoViableParts): string {
    const after = previous.image ? `after \`${previous.image}\`, ` : '';
    return `${after}a value or a layer is expected, where ${this.found(actual[0] ?? { image: '' })}.`;
  }

  override buildEarlyExitMessage({ actual, previous }: NoViableParts): string {
    return this.buildNoViableAltMessage({ actual, previous });
  }
}

interface MismatchParts {
  expected: { name: string };
  actual: { image: string };
}

interface NoViableParts {
  actual: { image: string }[];
  previous: { image: string };
}

export class CnnLexerMessages extends DefaultLexerErrorMessageProvider {
  override buildUnexpectedCharactersMessage(fullText: string, startOffset: number, length: number): string {
    const shown = JSON.stringify(fullText.slice(startOffset, startOffset + Math.min(length, 20))).slice(1, -1);
    if (shown === '?') {
      return '`?` means nothing here. In a pattern, `POOL?` is a pooling layer that may be there or not: write POOL, or leave it out.';
    }
    if (shown === ';') return '`;` is not needed: newlines and separators mean nothing here. Delete it.';
    if (shown.startsWith('"') || shown.startsWith('\\"')) return 'the text that starts here has no closing quote.';
    return `\`${shown}\` means nothing here.`;
  }
}
