// Folds the diagnostics of one mistake: an unknown name is reported at its first use, and its other uses are related
// information. The fix corrects all uses.
import type { Diagnostic, Fix } from '../diagnostic.js';

/** Other places that a message lists. */
const maximalRelated = 20;

/** `diagnostics` are in the order of the text. */
export function foldRepeated(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string | Diagnostic, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const key = diagnostic.cause ?? diagnostic;
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return [...groups.values()].map(fold);
}

function fold([first, ...others]: readonly Diagnostic[]): Diagnostic {
  const { cause, ...plain } = first;
  if (others.length === 0) return cause === undefined ? first : plain;
  const also = others.slice(0, maximalRelated).map(({ range }) => ({ range, message: 'The same here.' }));
  const fixes = first.fixes.map(
    (fix, index): Fix => ({
      title: fix.title,
      edits: [fix, ...others.flatMap((other) => other.fixes[index] ?? [])].flatMap(({ edits }) => edits),
    }),
  );
  return { ...plain, related: [...first.related, ...also], fixes };
}
