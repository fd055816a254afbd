// Spaces and comments, which the parser skips, for code that reads a text without it. The same patterns as the
// terminals of cnn.langium. No text can match them in two ways, so that a failed match costs linear time.

/** One space character of any kind: also the no-break and zero-width ones of web pages. */
export const space = /[\s\u200b]/;

/** A comment that ends, from its first to its last character. */
export const comment = /\/\/[^\r\n]*(?![^\r\n])|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//;

/** Any number of both. */
export const trivia = new RegExp(`(?:${space.source}|${comment.source})*`);
