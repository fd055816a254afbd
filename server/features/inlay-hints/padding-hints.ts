// What padding came to where a call does not say it in numbers: `conv(64, 3x3⟨, pad=1⟩)`, `conv(64, pad=same⟨= 1⟩)`.
// Shown to who asks for it in the settings; else the hover says it.
import { type InlayHint, InlayHintKind, type Position, type Range } from 'vscode-languageserver';
import {
  type Analysis,
  findArgumentRange,
  findBuiltin,
  type Instance,
  readArgumentTexts,
} from '../../../language/index.js';
import type { OpenFile } from '../../workspace/open-file.js';
import { formatPadding } from '../hover/arguments.js';
import { comparePositions, contains, layerCallsOf } from '../places.js';

/** The hints in a part of the text, in the order of the text. */
export function paddingHintsOf(analysis: Analysis, file: OpenFile, uri: string, part: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const { origin, shares } of layerCallsOf(analysis, part)) {
    const instances = shares.flatMap(({ members }) => members);
    const value = paddingOf(instances);
    const place = value === undefined ? undefined : placeOf(origin, instances[0], file);
    if (!place || !contains(part, place.position)) continue;
    const { position, before, after } = place;
    hints.push({ position, label: before + value + after, kind: InlayHintKind.Parameter, data: uri });
  }
  return hints.sort((a, b) => comparePositions(a.position, b.position));
}

/** What the instances have in common, else first … last; undefined for a layer without padding. */
function paddingOf(instances: readonly Instance[]): string | undefined {
  const written = instances.flatMap(({ layer: { operation } }) =>
    'window' in operation ? formatPadding(operation.window.padding) : [],
  );
  const first = written[0];
  return written.every((text) => text === first) ? first : `${first} … ${written.at(-1)}`;
}

/** Where a value stands, and what stands around it there. */
interface ValuePlace {
  readonly position: Position;
  readonly before: string;
  readonly after: string;
}

/** Undefined where the call says the padding in its own words. */
function placeOf(
  { start, end }: Range,
  { layer: { operation }, defaults }: Instance,
  { document, parsed }: OpenFile,
): ValuePlace | undefined {
  const offset = document.offsetAt(start);
  const written = readArgumentTexts(parsed, offset);
  if (!written) return undefined;
  if (written.has('pad')) {
    const range = written.get('pad') === 'same' ? findArgumentRange(parsed, offset, 'pad') : undefined;
    return range && { position: range.end, before: '= ', after: '' };
  }
  const parameter = findBuiltin(operation.kind)?.parameters.find(({ name }) => name === 'pad');
  if (parameter?.defaultText !== 'same' && !defaults?.pad) return undefined;
  const closing = { line: end.line, character: end.character - 1 };
  if (document.getText({ start: closing, end }) !== ')') return { position: end, before: '(pad=', after: ')' };
  return { position: closing, before: written.size === 0 ? 'pad=' : ', pad=', after: '' };
}
