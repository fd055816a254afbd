// Tries LABEL (a name with `=` after it) before the keywords, so that keywords can name arguments and bindings.
import { DefaultTokenBuilder, type Grammar, type TokenBuilderOptions } from 'langium';

export class CnnTokenBuilder extends DefaultTokenBuilder {
  override buildTokens(grammar: Grammar, options?: TokenBuilderOptions) {
    const tokens = super.buildTokens(grammar, options);
    if (!Array.isArray(tokens)) return tokens;
    return tokens.sort((a, b) => Number(b.name === 'LABEL') - Number(a.name === 'LABEL'));
  }
}
