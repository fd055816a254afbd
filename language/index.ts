// The room's door: what the server and the command line may use of the language.
import type { LangiumDocument, ParseResult } from 'langium';
import { analyse } from './analysis/analyse.js';
import type { Analysis } from './analysis/analysis.js';
import type { Importer } from './analysis/expand/imports.js';
import type { File } from './generated/ast.js';
import { createHeadlessServices } from './module.js';

export * from './analysis/analysis.js';
export * from './analysis/default-job.js';
export type { Diagnostic } from './analysis/diagnostics/diagnostic.js';
export { type DiagnosticCode, diagnostics } from './analysis/diagnostics/index.js';
export { defaultOptimizer } from './analysis/expand/default-optimizer.js';
export type { ImportedFile, Importer, RefusedFile } from './analysis/expand/imports.js';
export { type LocalName, localNames } from './analysis/expand/names.js';
export { answersTo } from './analysis/expand/types.js';
export { type BlockDeclaration, declaredBlocks, filesImported, writtenArguments } from './analysis/expand/written.js';
export * from './analysis/format.js';
export { type Auxiliary, auxiliaryOf } from './analysis/measure/auxiliary.js';
export { patternOf } from './analysis/pattern.js';
export * from './analysis/problem.js';
export * from './analysis/textbook.js';
export { verifiedFixes } from './analysis/verified-fixes.js';
export {
  augmentations,
  type Builtin,
  builtins,
  builtinsText,
  findAugmentation,
  findBuiltin,
} from './builtins.js';
export * from './module.js';

let headless: ReturnType<typeof createHeadlessServices> | undefined;

/** The syntax tree of a text, without an editor. */
export function parseTree(text: string): ParseResult<File> {
  headless ??= createHeadlessServices();
  return headless.parser.LangiumParser.parse<File>(text);
}

/**
 * Everything about a text, without an editor. `name` is what a network without a name is called; without an importer,
 * imports find nothing. Never throws.
 */
export function parseCnn(text: string, name: string, importer: Importer = () => undefined): Analysis {
  return analyse(parseTree(text), text, name, importer);
}

interface Remembered {
  readonly analysis: Analysis;
  /** What each import was answered with: another answer makes the analysis stale. */
  readonly imported: readonly (readonly [path: string, from: string | undefined, parsed: ParseResult | undefined])[];
}

const analyses = new WeakMap<ParseResult, Remembered>();

/** Everything about an open document; computed once for each parse of it and of what it imports. */
export function analysisOf(document: LangiumDocument, importer: Importer): Analysis {
  const { parseResult } = document;
  const known = analyses.get(parseResult);
  if (known?.imported.every(([path, from, parsed]) => importer(path, from)?.parsed === parsed)) return known.analysis;
  const imported: [string, string | undefined, ParseResult | undefined][] = [];
  const noting: Importer = (path, from) => {
    const found = importer(path, from);
    imported.push([path, from, found?.parsed]);
    return found;
  };
  const name = /([^/]*?)(\.[^./]*)?$/.exec(document.uri.path)?.[1] ?? 'network';
  const analysis = analyse(parseResult as ParseResult<File>, document.textDocument.getText(), name, noting);
  analyses.set(parseResult, { analysis, imported });
  return analysis;
}
