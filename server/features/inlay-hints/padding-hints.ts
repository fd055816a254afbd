// The padding of a call that does not give it as a number: `conv(64, 3x3⟨, pad=1⟩)`, `conv(64, pad=same⟨= 1⟩)`. Off
// unless the settings ask for it, since the hover says it too.
import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import {
  acceptedNames,
  comparePositions,
  contains,
  findArgumentRange,
  findBuiltin,
  type Instance,
  type Position,
  type Range,
  readArgumentTexts,
} from '../../../language/index.js';
import { findLayerCallSites } from '../../cursor/call-sites.js';
import { formatPadding } from '../../hover-content/arguments.js';
import type { Snapshot, SourceFile } from '../../workspace/snapshot.js';

const automatic: ReadonlySet<string> = new Set(acceptedNames('padding').symbols);

/** The hints in a part of the text, in the order of the text. */
export function paddingHints({ analysis, file }: Snapshot, part: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  for (const { origin, networks } of findLayerCallSites(analysis, part)) {
    const instances = networks.flatMap(({ members }) => members);
    const padding = summarizePadding(instances);
    const slot = padding === undefined ? undefined : findSlot(origin, instances[0], file);
    if (!slot || !contains(part, slot.position)) continue;
    const { position, before, after } = slot;
    const label = before + padding + after;
    hints.push({ position, label, kind: InlayHintKind.Parameter, data: file.document.uri });
  }
  return hints.sort((a, b) => comparePositions(a.position, b.position));
}

/** What the instances have in common, else first … last; undefined for a layer without padding. */
function summarizePadding(instances: readonly Instance[]): string | undefined {
  const written = instances.flatMap(({ layer: { operation } }) =>
    'window' in operation ? formatPadding(operation.window.padding) : [],
  );
  const first = written[0];
  return written.every((text) => text === first) ? first : `${first} … ${written.at(-1)}`;
}

/** Where a value is shown, and the text around it there. */
interface Slot {
  readonly position: Position;
  readonly before: string;
  readonly after: string;
}

/** Undefined where the call gives the padding itself. */
function findSlot(
  { start, end }: Range,
  { layer: { operation }, defaults }: Instance,
  { document, parsed }: SourceFile,
): Slot | undefined {
  const offset = document.offsetAt(start);
  const written = readArgumentTexts(parsed, offset);
  if (!written) return undefined;
  if (written.has('pad')) {
    const range = automatic.has(written.get('pad') ?? '') ? findArgumentRange(parsed, offset, 'pad') : undefined;
    return range && { position: range.end, before: '= ', after: '' };
  }
  const parameter = findBuiltin(operation.kind)?.parameters.find(({ name }) => name === 'pad');
  if (parameter?.defaultText !== 'same' && !defaults?.pad) return undefined;
  const closing = { line: end.line, character: end.character - 1 };
  if (document.getText({ start: closing, end }) !== ')') return { position: end, before: '(pad=', after: ')' };
  return { position: closing, before: written.size === 0 ? 'pad=' : ', pad=', after: '' };
}
