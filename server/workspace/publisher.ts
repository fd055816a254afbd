// Decides when diagnostics are published: at once for a file just opened, else after a pause in the typing, so that a
// half-typed word is not called an error.
import type { PublishDiagnosticsParams } from 'vscode-languageserver';

/** Milliseconds without an edit before diagnostics are published. */
const pause = 100;

export class Publisher {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `collect` gives a document's current diagnostics; undefined for one that was closed meanwhile. */
  constructor(
    private readonly collect: (uri: string) => Promise<PublishDiagnosticsParams | undefined>,
    private readonly send: (params: PublishDiagnosticsParams) => Promise<void>,
    private readonly reportFailure: (error: unknown) => void,
  ) {}

  /** Call it after every change of a document. */
  schedule(uri: string): void {
    const delay = this.timers.has(uri) ? pause : 0;
    clearTimeout(this.timers.get(uri));
    this.timers.set(
      uri,
      setTimeout(() => this.publish(uri).catch(this.reportFailure), delay),
    );
  }

  /** Clears a closed document's diagnostics. */
  close(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.send({ uri, diagnostics: [] }).catch(this.reportFailure);
  }

  private async publish(uri: string): Promise<void> {
    const params = await this.collect(uri);
    if (params && this.timers.has(uri)) await this.send(params);
  }
}
