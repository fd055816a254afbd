// When diagnostics are shown: at once for a file just opened, else a moment after the last keystroke, so that a word half
// typed is not called an error.
import type { PublishDiagnosticsParams } from 'vscode-languageserver';

/** Milliseconds without an edit before diagnostics are shown. */
const quiet = 100;

export class Publisher {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `look` answers with a document's diagnostics as they stand now; undefined for one that was closed meanwhile. */
  constructor(
    private readonly look: (uri: string) => Promise<PublishDiagnosticsParams | undefined>,
    private readonly send: (params: PublishDiagnosticsParams) => Promise<void>,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** To be called whenever a document was read anew. */
  schedule(uri: string): void {
    const delay = this.timers.has(uri) ? quiet : 0;
    clearTimeout(this.timers.get(uri));
    this.timers.set(
      uri,
      setTimeout(() => this.publish(uri).catch(this.failed), delay),
    );
  }

  /** Takes a closed document's marks away. */
  close(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.send({ uri, diagnostics: [] }).catch(this.failed);
  }

  private async publish(uri: string): Promise<void> {
    const params = await this.look(uri);
    if (params && this.timers.has(uri)) await this.send(params);
  }
}
