// The room's door: what the server and the command line may use of the language.
import type { LangiumDocument } from 'langium';
import { analyse } from './analysis/analyse.js';
import type { Analysis } from './analysis/analysis.js';
import type { File } from './generated/ast.js';
import { createHeadlessServices } from './module.js';

export * from './analysis/analysis.js';
export * from './analysis/default-job.js';
export * from './analysis/format.js';
export * from './analysis/problem.js';
export * from './analysis/textbook.js';
export { type Builtin, builtins, findBuiltin } from './builtins.js';
export * from './module.js';

let headless: ReturnType<typeof createHeadlessServices> | undefined;

/** Everything about a text, without an editor. `name` is what a network without a name is called. Never throws. */
export function parseCnn(text: string, name: string): Analysis {
  headless ??= createHeadlessServices();
  return analyse(headless.parser.LangiumParser.parse<File>(text), text, name);
}

const analyses = new WeakMap<LangiumDocument['parseResult'], Analysis>();

/** Everything about an open document; computed once for each parse. */
export function analysisOf(document: LangiumDocument): Analysis {
  const { parseResult } = document;
  let analysis = analyses.get(parseResult);
  if (!analysis) {
    const name = /([^/]*?)(\.[^./]*)?$/.exec(document.uri.path)?.[1] ?? 'network';
    analysis = analyse(parseResult as typeof parseResult & { value: File }, document.textDocument.getText(), name);
    analyses.set(parseResult, analysis);
  }
  return analysis;
}
