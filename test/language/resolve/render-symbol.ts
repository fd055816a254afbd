// Shows what the name at `<|>` means: its declaration in «», every reference in ‹›, or what it is if it is declared
// elsewhere.
import { type Importer, parseTree, resolveNames, type Symbols } from '../../../language/index.js';
import { applyEdits } from '../../../language/text/edits.js';
import { readCursor } from '../../support/markers.js';

export function resolveText(text: string, importer: Importer = () => undefined): Symbols {
  return resolveNames(parseTree(text), 'example', importer);
}

export function renderSymbol(fixture: string, importer?: Importer): string {
  const { text, position } = readCursor(fixture);
  const symbols = resolveText(text, importer);
  const found = symbols.symbolAt(position);
  if (!found) return 'nothing';
  const { kind, name, owner, declaration } = found.symbol;
  const marks = symbols.referencesTo(found.symbol).map(({ range }) => ({ range, open: '‹', close: '›' }));
  const declared = symbols.declarationOf(found.symbol);
  if (declared) marks.push({ range: declared.range, open: '«', close: '»' });
  const edits = marks.flatMap(({ range: { start, end }, open, close }) => [
    { range: { start, end: start }, newText: open },
    { range: { start: end, end }, newText: close },
  ]);
  const place = declaration?.file === undefined ? '' : ` in ${declaration.file}`;
  const title = declared ? '' : `${kind} ${owner === undefined ? '' : `${owner}.`}${name}${place}: `;
  return title + applyEdits(text, edits);
}
