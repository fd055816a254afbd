// What one analysis of a file may spend, whatever the text asks for. Every pass draws from one budget, so that the
// work of all together is bounded; a file over it gets a diagnostic at the place where it ran out.

import { type Resource, workLimits } from './limits.js';

export type Spending = Readonly<Record<Resource, number>>;

/** The limit that was exceeded, for the message. */
export interface ExceededLimit<R extends Resource = Resource> {
  readonly resource: R;
  readonly of: 'network' | 'file';
  readonly limit: number;
}

const nothing: Spending = {
  tokens: 0,
  statements: 0,
  errors: 0,
  layers: 0,
  expansions: 0,
  evaluations: 0,
  reports: 0,
  diagnostics: 0,
};

const resources = Object.keys(nothing) as Resource[];

/** An account: what the file or one network has spent, and which exceeded limits were reported. */
class Account {
  private readonly spent: Record<Resource, number>;
  private readonly reported = new Set<Resource>();

  constructor(
    private readonly of: ExceededLimit['of'],
    spent = nothing,
  ) {
    this.spent = { ...spent };
  }

  add(resource: Resource, amount: number): void {
    this.spent[resource] += amount;
  }

  left(resource: Resource): number {
    return this.limit(resource) - this.spent[resource];
  }

  limit(resource: Resource): number {
    const { file, network = file }: { readonly file: number; readonly network?: number } = workLimits[resource];
    return this.of === 'file' ? file : network;
  }

  /** The limit of a resource that ran out, the first time it is asked for. */
  takeExceeded<R extends Resource>(resource: R): ExceededLimit<R> | undefined {
    if (this.left(resource) >= 0 || this.reported.has(resource)) return undefined;
    this.reported.add(resource);
    return { resource, of: this.of, limit: this.limit(resource) };
  }

  snapshot(): Spending {
    return { ...this.spent };
  }
}

/** What one network spends, over all passes that work on it. */
export class NetworkAccount extends Account {
  constructor() {
    super('network');
  }
}

export class Budget {
  private readonly file: Account;
  private current: Account;

  /** `spent` is what parsing took. */
  constructor(spent?: Spending) {
    this.file = new Account('file', spent);
    this.current = this.file;
  }

  /**
   * Draws from the budget. False past the limit: that of the network while one is worked on, so that its result does
   * not depend on the rest of the file, and otherwise that of the file.
   */
  spend(resource: Resource, amount = 1): boolean {
    this.file.add(resource, amount);
    if (this.current !== this.file) this.current.add(resource, amount);
    return this.current.left(resource) >= 0;
  }

  /** Whether this much can be drawn. */
  allows(resource: Resource, amount: number): boolean {
    return this.current.left(resource) >= amount;
  }

  /** What the file may still spend. */
  left(resource: Resource): number {
    return this.file.left(resource);
  }

  /** The first of some resources that ran out. */
  exhausted<R extends Resource>(...resources: readonly R[]): R | undefined {
    return resources.find((resource) => this.current.left(resource) < 0);
  }

  /** The limit of a resource that ran out, once: each limit is reported at the first place that exceeds it. */
  takeExceeded<R extends Resource>(resource: R): ExceededLimit<R> | undefined {
    return this.current.takeExceeded(resource);
  }

  /** Runs work on one network, and answers what it spent. */
  record<T>(account: NetworkAccount, work: () => T): { readonly result: T; readonly spent: Spending } {
    const before = account.snapshot();
    const outer = this.current;
    this.current = account;
    try {
      const result = work();
      const after = account.snapshot();
      const spent = { ...nothing };
      for (const resource of resources) spent[resource] = after[resource] - before[resource];
      return { result, spent };
    } finally {
      this.current = outer;
    }
  }

  /** Draws what recorded work spent. */
  replay(spent: Spending): void {
    for (const resource of resources) this.file.add(resource, spent[resource]);
  }

  snapshot(): Spending {
    return this.file.snapshot();
  }
}
