// The border around analysis: a throw, which is a mistake of this program, becomes one diagnostic at the text it was
// about, and the rest of the file is analysed. Not in the table of diagnostics: no text is known that causes it.
import type { Range } from '../../text/range.js';
import { defineDiagnostic } from '../entry.js';
import type { Reporter } from './collector.js';

const internalError = defineDiagnostic({
  code: 'internal-error',
  severity: 'error',
  title: 'A mistake in this program',
  why: 'The analysis failed at this text, which is a mistake of Receptive and not of the text.',
  wrong: '',
  right: '',
  message: ({ error }: { readonly error: string }) =>
    `internal error (${error}): Receptive failed here, and the rest of the file is checked. Please report it with ` +
    'this text and the stack from the log: https://github.com/receptive/receptive/issues.',
});

const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

export class Failures {
  /** Their stacks, for the log. */
  readonly stacks: string[] = [];

  constructor(private readonly diagnostics: Reporter) {}

  /** The result of some work; undefined where it throws, which is reported at `place`. */
  guard<T>(work: () => T, place: () => Range = () => fileStart): T | undefined {
    try {
      return work();
    } catch (error) {
      this.report(error, place);
      return undefined;
    }
  }

  report(error: unknown, place: () => Range): void {
    this.stacks.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.diagnostics.report(internalError, this.findPlace(place), { error: describeError(error) });
  }

  private findPlace(place: () => Range): Range {
    try {
      return place();
    } catch {
      return fileStart;
    }
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 100)}` : String(error).slice(0, 100);
}
