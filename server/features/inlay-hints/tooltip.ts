// The tooltip of an inlay hint: the hover of the call it belongs to, written only when the pointer rests on the hint.
import { type InlayHint, MarkupKind } from 'vscode-languageserver';
import { comparePositions, type Range } from '../../../language/index.js';
import { findBlockCalls, findLayerCalls, layerCallAt } from '../../cursor/call-sites.js';
import { describeBlock } from '../../hover-content/block.js';
import { describeLayer } from '../../hover-content/layer.js';
import { writeWithFigures } from '../../hover-content/memory.js';
import type { Snapshot } from '../../workspace/snapshot.js';
import type { LongFeature } from '../feature.js';

/** A hint is kept by the editor: it carries its document's URI in `data`. */
export const inlayHintTooltip: LongFeature<InlayHint, InlayHint> = {
  method: 'inlayHint/resolve',
  capability: { inlayHintProvider: { resolveProvider: true } },
  findUri: ({ data }) => (typeof data === 'string' ? data : undefined),
  compute: (snapshot, hint) => writeWithFigures(snapshot, (planned) => addTooltip(planned, hint)),
  answerMeanwhile: addTooltip,
  handleNotOpen: (hint) => hint,
};

function addTooltip(snapshot: Snapshot, hint: InlayHint): InlayHint {
  const value = describeCall(snapshot, hint);
  return value === undefined ? hint : { ...hint, tooltip: { kind: MarkupKind.Markdown, value } };
}

/** Markdown. */
function describeCall(snapshot: Snapshot, { position }: InlayHint): string | undefined {
  const { analysis } = snapshot;
  const here = { start: position, end: position };
  const endsHere = ({ origin }: { readonly origin: Range }) => comparePositions(origin.end, position) === 0;
  const block = findBlockCalls(analysis, here).find(endsHere);
  // A hint inside of a call's parentheses is about that call.
  const layer = findLayerCalls(analysis, here).find(endsHere) ?? (block ? undefined : layerCallAt(analysis, position));
  if (layer) return describeLayer(snapshot, layer);
  return block && describeBlock(snapshot, block.uses[0].block.block, block.uses);
}
