// The room's door: what the server and the command line may use of the language.
import { analyse } from './analysis/analyse.js';
import type { Analysis } from './analysis/analysis.js';
import type { Importer } from './analysis/expand/imports.js';
import { parseTree } from './module.js';

export { analyse } from './analysis/analyse.js';
export * from './analysis/analysis.js';
export * from './analysis/default-job.js';
export type { Diagnostic } from './analysis/diagnostics/diagnostic.js';
export { type DiagnosticCode, diagnostics } from './analysis/diagnostics/index.js';
export { figureNames } from './analysis/expand/assertions.js';
export { defaultOptimizer } from './analysis/expand/default-optimizer.js';
export type { ImportedFile, Importer, RefusedFile } from './analysis/expand/imports.js';
export { type LocalName, localNames } from './analysis/expand/names.js';
export { answersTo } from './analysis/expand/types.js';
export {
  type BlockDeclaration,
  declaredBlocks,
  filesImported,
  writtenArguments,
  writtenRange,
} from './analysis/expand/written.js';
export * from './analysis/keywords.js';
export { type Auxiliary, auxiliaryOf } from './analysis/measure/auxiliary.js';
export { Note } from './analysis/note.js';
export { patternOf } from './analysis/pattern.js';
export * from './analysis/problem.js';
export * from './analysis/textbook.js';
export { verifiedFixes } from './analysis/verified-fixes.js';
export { writtenLine } from './analysis/written-line.js';
export {
  augmentations,
  type Builtin,
  builtins,
  builtinsText,
  findAugmentation,
  findBuiltin,
} from './builtins.js';
export * from './graph/format.js';
export { parseTree } from './module.js';
export type { ParsedFile } from './parsing/parsed-file.js';

/**
 * Everything about a text, without an editor. `name` is what a network without a name is called; without an importer,
 * imports find nothing. Never throws.
 */
export function parseCnn(text: string, name: string, importer: Importer = () => undefined): Analysis {
  return analyse(parseTree(text), name, importer);
}
