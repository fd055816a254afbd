// Recreates the parser after it threw: an exception does not reset Chevrotain's state, and the next parse would return
// the previous tree.
import {
  type AstNode,
  createLangiumParser,
  type LangiumCoreServices,
  LangiumParser,
  type ParseResult,
  type ParserOptions,
} from 'langium';

export class ResilientParser extends LangiumParser {
  private inner: LangiumParser;

  constructor(private readonly services: LangiumCoreServices) {
    super(services);
    this.inner = createLangiumParser(services);
  }

  override parse<T extends AstNode = AstNode>(input: string, options?: ParserOptions): ParseResult<T> {
    try {
      return this.inner.parse<T>(input, options);
    } catch (error) {
      this.inner = createLangiumParser(this.services);
      throw error;
    }
  }
}
