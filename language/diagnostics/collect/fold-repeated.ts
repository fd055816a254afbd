// Folds the diagnostics of one mistake: an unknown name is reported at its first use, and its other uses are related
// information. The fix corrects all uses.
import type { Diagnostic, Fix } from '../diagnostic.js';

/** Codes whose equal messages have one cause: the declaration that is missing or has another name. */
const folded: ReadonlySet<string> = new Set(['unknown-name']);

/** Other uses that a message lists. */
const maximalRelated = 20;

/** `diagnostics` are in the order of the text. */
export function foldRepeated(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  const firsts = diagnostics.filter((diagnostic) => {
    const { code, message } = diagnostic;
    if (!folded.has(code)) return true;
    const group = groups.get(message);
    if (group) group.push(diagnostic);
    else groups.set(message, [diagnostic]);
    return group === undefined;
  });
  return firsts.map((diagnostic) => {
    const group = groups.get(diagnostic.message);
    return group && group.length > 1 && group[0] === diagnostic ? fold(group) : diagnostic;
  });
}

function fold([first, ...others]: readonly Diagnostic[]): Diagnostic {
  const also = others.slice(0, maximalRelated).map(({ range }) => ({ range, message: 'It is used here too.' }));
  const fixes = first.fixes.map((fix, index): Fix => {
    const edits = [fix, ...others.flatMap(({ fixes }) => fixes[index] ?? [])].flatMap((each) => each.edits);
    return { title: fix.title, edits };
  });
  return { ...first, related: [...first.related, ...also], fixes };
}
