// Decides when diagnostics are published: at once for a file just opened, else after a pause in the typing, so that a
// half-typed word is not called an error. Diagnostics that take long to find follow the others.
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import type { Task } from './background.js';

/** Milliseconds without an edit before diagnostics are published. */
const pause = 100;

/** A document's diagnostics while they are collected. */
export interface Collection {
  readonly task: Task<PublishDiagnosticsParams>;
  /** Slices after which the diagnostics so far are published. */
  readonly patience: number;
  collectMeanwhile(): PublishDiagnosticsParams;
}

export class Publisher {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly tasks = new Map<string, Task<PublishDiagnosticsParams>>();

  /** `collect` begins to collect a document's current diagnostics; undefined for one that was closed meanwhile. */
  constructor(
    private readonly collect: (uri: string) => Collection | undefined,
    private readonly send: (params: PublishDiagnosticsParams) => Promise<void>,
    private readonly reportFailure: (error: unknown) => void,
  ) {}

  /** Call it after every change of a document: the diagnostics being collected are abandoned. */
  schedule(uri: string): void {
    const delay = this.timers.has(uri) ? pause : 0;
    this.abandon(uri);
    this.timers.set(
      uri,
      setTimeout(() => this.publish(uri).catch(this.reportFailure), delay),
    );
  }

  /** Clears a closed document's diagnostics. */
  close(uri: string): void {
    this.abandon(uri);
    this.timers.delete(uri);
    this.send({ uri, diagnostics: [] }).catch(this.reportFailure);
  }

  private abandon(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.tasks.get(uri)?.cancel();
    this.tasks.delete(uri);
  }

  private async publish(uri: string): Promise<void> {
    const collection = this.collect(uri);
    if (!collection) return;
    const { task, patience, collectMeanwhile } = collection;
    this.tasks.set(uri, task);
    const early = await task.outcomeWithin(patience);
    const meanwhile = early.kind === 'unfinished' ? collectMeanwhile() : undefined;
    if (meanwhile) await this.send(meanwhile);
    const outcome = await task.outcome;
    if (this.tasks.get(uri) !== task) return;
    this.tasks.delete(uri);
    if (outcome.kind === 'undone') return;
    const found = outcome.value;
    // What is found late adds to the others.
    if (found.diagnostics.length !== meanwhile?.diagnostics.length) await this.send(found);
  }
}
