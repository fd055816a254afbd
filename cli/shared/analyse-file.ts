// Reads and analyses a .cnn file and its imports: the first step of every command.
import { basename, extname } from 'node:path';
import { type Analysis, parseCnn } from '../../language/index.js';
import { importerFor } from './importer.js';
import { printStack } from './output.js';
import { readSourceFile } from './source-file.js';

export type AnalysedFile =
  | { readonly kind: 'analysed'; readonly text: string; readonly analysis: Analysis }
  /** `reason` is a sentence that names the file. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Never throws. */
export function analyseFile(file: string): AnalysedFile {
  const source = readSourceFile(file);
  if (source.kind !== 'text') return { kind: 'unreadable', reason: source.reason };
  const analysis = parseCnn(source.text, basename(file, extname(file)), importerFor(file));
  // Mistakes of ours: their diagnostics ask the user to report these stacks.
  for (const stack of analysis.failures ?? []) printStack(stack);
  return { kind: 'analysed', text: source.text, analysis };
}
