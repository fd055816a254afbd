// Puts labels before the keywords, so that keywords can name arguments and bindings, and skips comments like spaces.
import { DefaultTokenBuilder, type Grammar, type TokenBuilderOptions } from 'langium';

export class CnnTokenBuilder extends DefaultTokenBuilder {
  override buildTokens(grammar: Grammar, options?: TokenBuilderOptions) {
    const tokens = super.buildTokens(grammar, options);
    if (!Array.isArray(tokens)) return tokens;
    const skipped = tokens.find(({ name }) => name === 'SPACE')!.GROUP;
    for (const token of tokens) if (token.name.endsWith('_COMMENT')) token.GROUP = skipped;
    return tokens.sort((a, b) => Number(b.name === 'LABEL') - Number(a.name === 'LABEL'));
  }
}
