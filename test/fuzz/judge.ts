// Checks one input: what failed, and how long the longest answer took.
import type { AnyKind, Ask } from './kind.js';

/** Milliseconds that an answer may take. */
export const slowAnswer = 2_000;

export interface Failure {
  readonly kind: 'error' | 'slow' | 'hang' | 'memory';
  /** For an error its stack. */
  readonly message: string;
}

export interface Answer {
  readonly what: string;
  readonly milliseconds: number;
}

export interface Verdict {
  readonly failure?: Failure;
  readonly longest: Answer;
}

export async function judge(kind: AnyKind, input: unknown): Promise<Verdict> {
  let longest: Answer = { what: 'nothing', milliseconds: 0 };
  const ask: Ask = async (what, answer) => {
    const [started, used] = [performance.now(), process.cpuUsage()];
    try {
      return await answer();
    } finally {
      const { user, system } = process.cpuUsage(used);
      // Another process may have had the core: the lesser of both times is the answer's own.
      const milliseconds = Math.min(performance.now() - started, (user + system) / 1_000);
      if (milliseconds > longest.milliseconds) longest = { what, milliseconds };
    }
  };
  try {
    await kind.check(input, ask);
  } catch (error) {
    return { failure: { kind: 'error', message: describeError(error) }, longest };
  }
  if (longest.milliseconds <= slowAnswer) return { longest };
  return { failure: { kind: 'slow', message: `${longest.what} took more than ${slowAnswer} ms` }, longest };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? `${error}`) : `thrown: ${String(error)}`;
}

/** Equal for failures of one cause: the first lines without numbers and quoted texts. */
export function signatureOf({ kind, message }: Failure): string {
  const lines = message.split('\n').map((line) => line.replace(/\(?\S*[\\/]([^\\/\s]*\.\w+)(:\d+)*\)?/g, '$1'));
  const frames = lines.filter((line) => /^\s+at /.test(line)).slice(0, 2);
  return [kind, lines[0], ...frames].join(' ').replace(/"[^"]*"|'[^']*'|`[^`]*`|-?\d+(\.\d+)?/g, '_');
}
