// Messages of the parser and the lexer, in terms of the notation instead of grammar rules.
import { DefaultLexerErrorMessageProvider, LangiumParserErrorMessageProvider } from 'langium';

const words: Record<string, string> = {
  ID: 'a name',
  LABEL: 'a name with `=`',
  NUMBER: 'a number',
  SIZE: 'a size',
  STRING: 'a text in quotes',
  EOF: 'the end of the file',
};

/** A token for people: `a name`, or its characters. */
function nameToken(token: { name: string }): string {
  return words[token.name] ?? `\`${token.name}\``;
}

export class CnnParserMessages extends LangiumParserErrorMessageProvider {
  /** The keyword after the statement that is parsed; '' at the end of the file. */
  followedBy = '';

  override buildMismatchTokenMessage({ expected, actual }: MismatchParts): string {
    if (expected.name === 'EOF') return this.buildNotAllInputParsedMessage({ firstRedundant: actual });
    return `${nameToken(expected)} is expected here, but ${this.describeFound(actual)}.`;
  }

  private describeFound({ image }: { image: string }): string {
    const text = image === '' ? this.followedBy : image;
    return text === '' ? 'the file ends' : `this is \`${text}\``;
  }

  override buildNotAllInputParsedMessage({ firstRedundant }: { firstRedundant: { image: string } }): string {
    return `a statement cannot begin with \`${firstRedundant.image}\`: it begins with a name, \`[\` or a keyword.`;
  }

  override buildNoViableAltMessage({ actual, previous }: NoViableParts): string {
    const after = previous.image ? `after \`${previous.image}\`, ` : '';
    return `${after}a value or a layer is expected, but ${this.describeFound(actual[0] ?? { image: '' })}.`;
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
      return '`?` means nothing here. In a textbook pattern `POOL?` is an optional layer: write POOL or leave it out.';
    }
    if (shown === ';') return '`;` is not needed: statements have no separators. Delete it.';
    if (shown.startsWith('"') || shown.startsWith('\\"')) return 'the text that starts here has no closing quote.';
    return `\`${shown}\` means nothing here.`;
  }
}
