// A parser that is made anew after it threw: Chevrotain's state is not reset by an exception, and the parse after it
// would answer with the tree before it.
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
