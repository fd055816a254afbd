// How a message about an unknown name ends: with the nearest known name, or with all that may stand there.

export interface Suggestion {
  /** The nearest known name. */
  readonly near?: string;
  /** The names that may stand here, where they are few. */
  readonly choices?: readonly string[];
}

export function suggestionSuffix({ near, choices = [] }: Suggestion): string {
  if (near !== undefined) return `: did you mean \`${near}\`?`;
  return choices.length > 0 ? `: choose from ${choices.join(', ')}.` : '.';
}
