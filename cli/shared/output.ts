// The output of every command: what is written to stdout and stderr, and how the process ends where that is impossible.

/** The exit code where whoever read stdout is gone (`| head`). A report in part is fine; a training in part is not. */
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

/** Writes to stdout. Ends the process where that fails: with the code above, or with 2 where a disk is full. */
export function print(text: string): void {
  try {
    process.stdout.write(text);
  } catch (error) {
    // Writing to a file throws, writing to a pipe emits an event.
    end(error as NodeJS.ErrnoException);
  }
}

export function printError(text: string): void {
  try {
    process.stderr.write(text);
  } catch {
    // The exit code has to do.
  }
}

function end({ code, message }: NodeJS.ErrnoException): never {
  if (code === 'EPIPE') process.exit(codeWithoutReader);
  const reason = code === 'ENOSPC' ? 'no space is left on the device' : message;
  printError(`cnn: The output could not be written: ${reason}.\n`);
  process.exit(2);
}
