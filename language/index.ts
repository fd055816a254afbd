// The room's door: what the server and the command line may use of the language.
import { analyse } from './analyse.js';
import type { Analysis } from './analysis.js';
import type { Importer } from './resolve/importer.js';
import { parseTree } from './syntax/parser.js';

export { analyse } from './analyse.js';
export * from './analysis.js';
export {
  augmentations,
  type Builtin,
  builtins,
  builtinsText,
  findAugmentation,
  findBuiltin,
} from './builtins/builtins.js';
export { figureNames } from './builtins/figure-names.js';
export * from './diagnostics/diagnostic.js';
export { createDiagnostic, explanationUrl } from './diagnostics/entry.js';
export { diagnosticTable } from './diagnostics/index.js';
export * from './diagnostics/memory.js';
export { verifyFixes } from './diagnostics/verify-fixes.js';
export { acceptedNames, acceptsNumbers, isRepeatable } from './evaluate/types.js';
export { formatFile } from './format/format.js';
export { Attachment } from './incremental/attachment.js';
export * from './jobs/default-job.js';
export { defaultOptimizer } from './jobs/default-optimizer.js';
export { auxiliaryOf } from './measure/auxiliary.js';
export { describeField, formatField, formatFields, isSameField } from './measure/fields/format-field.js';
export { patternOf } from './measure/pattern.js';
export * from './measure/textbook-row.js';
export { findArgumentRange, readArgumentTexts } from './resolve/call-arguments.js';
export { findBuiltinOf, findSettingOf } from './resolve/describe-symbol.js';
export type { ImportedFile, Importer, RefusedFile } from './resolve/importer.js';
export { findLayerLine } from './resolve/layer-line.js';
export { resolveNames, type Symbols } from './resolve/resolve-names.js';
export * from './resolve/symbols.js';
export { readAllowances } from './syntax/comments.js';
export { findEnclosingRanges } from './syntax/enclosing-ranges.js';
export * from './syntax/keywords.js';
export { readNesting } from './syntax/nesting.js';
export type { ParsedFile } from './syntax/parsed-file.js';
export { parseTree } from './syntax/parser.js';
export { splitLines } from './text/lines.js';
export { comparePositions, contains, overlaps, type Position, type Range } from './text/range.js';

/**
 * Everything about a text, without an editor. `name` is what a network without a name is called; without an importer,
 * imports find nothing. Never throws.
 */
export function parseCnn(text: string, name: string, importer: Importer = () => undefined): Analysis {
  return analyse(parseTree(text), name, importer);
}
