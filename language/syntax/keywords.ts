// The keywords that begin a statement, for code that reads text which may not parse.
export const keywords = ['network', 'block', 'train', 'defaults', 'import'] as const;
export type Keyword = (typeof keywords)[number];

export function isKeyword(word: string): word is Keyword {
  return (keywords as readonly string[]).includes(word);
}
