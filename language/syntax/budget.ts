// What one analysis of a file may spend, whatever the text asks for. Every pass draws from one budget, so that the
// work of all together is bounded; a file over it is told so at the place where it ran out.

export type Resource = 'tokens' | 'statements' | 'errors' | 'layers' | 'steps';

const limits: Readonly<Record<Resource, number>> = {
  /** Words and signs, comments included: ten thousand dense lines. More would take the parser seconds. */
  tokens: 400_000,
  /** Statements of the file itself, such as networks and bare chains. */
  statements: 10_000,
  /** Errors of the parser and the lexer. */
  errors: 200,
  /** Layers in all networks together; each network counts as a few more, so that empty ones are bounded too. */
  layers: 100_000,
  /** Calls and repeats that are expanded in all networks together. */
  steps: 300_000,
};

export class Budget {
  private readonly spent: Record<Resource, number> = { tokens: 0, statements: 0, errors: 0, layers: 0, steps: 0 };

  static limit(resource: Resource): number {
    return limits[resource];
  }

  spend(resource: Resource, amount: number): void {
    this.spent[resource] += amount;
  }

  left(resource: Resource): number {
    return limits[resource] - this.spent[resource];
  }

  /** The first of some resources that ran out. */
  exhausted(...resources: readonly Resource[]): Resource | undefined {
    return resources.find((resource) => this.left(resource) <= 0);
  }
}
