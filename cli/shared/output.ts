// The output of every command: what is written to stdout and stderr, and how the process ends where that is impossible.
// Text that may come from a file is escaped, so that it cannot control the terminal.
import { splitLines } from '../../language/index.js';
import { escapeTerminal, formatJson } from '../../model/index.js';

/** The exit code where the reader of stdout is gone (`| head`). A report in part is fine; a training in part is not. */
let codeWithoutReader = 0;

/** The exit code of programs that SIGPIPE ends. */
export const brokenPipe = 141;

/** To be called once, before anything is written. */
export function watchOutput(): void {
  process.stdout.on('error', end);
  // Nothing is left to report it to.
  process.stderr.on('error', () => {});
}

/** Makes the process end with `code`, where its output is no longer read. */
export function needReader(code: number): void {
  codeWithoutReader = code;
}

/** Writes our own or escaped text to stdout. A failure ends the process: with the code above, or 2 for a full disk. */
export function print(text: string): void {
  try {
    process.stdout.write(text);
  } catch (error) {
    // Writing to a file throws, writing to a pipe emits an event.
    end(error as NodeJS.ErrnoException);
  }
}

/** Writes our own or escaped text to stderr. */
export function printError(text: string): void {
  try {
    process.stderr.write(text);
  } catch {
    // The exit code has to do.
  }
}

/** Writes a line to stdout. */
export function printLine(text: string): void {
  print(`${escapeTerminal(text)}\n`);
}

/** Writes a value as JSON to stdout: on one line, or indented. */
export function printJson(value: unknown, indent?: number): void {
  print(`${formatJson(value, indent)}\n`);
}

/** Writes a message to stderr, after the program's name; `more` is our own text below it. */
export function printFailure(message: string, more = ''): void {
  printError(`cnn: ${escapeTerminal(message)}\n${more}`);
}

/** Writes an error's stack to stderr: its message may quote a file. */
export function printStack(stack: string): void {
  printError(`${splitLines(stack).map(escapeTerminal).join('\n')}\n`);
}

function end({ code, message }: NodeJS.ErrnoException): never {
  if (code === 'EPIPE') process.exit(codeWithoutReader);
  const reason = code === 'ENOSPC' ? 'no space is left on the device' : message;
  printFailure(`The output could not be written: ${reason}.`);
  process.exit(2);
}
