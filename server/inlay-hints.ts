// What stands behind a layer or a block's call in the text: `28x28x6 · rf 5`, only where the shape or the field changes.
// In a block or a repeat, which has several instances: what they have in common, else first … last.
import type { LangiumDocument } from 'langium';
import { type InlayHint, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import { formatShape } from '../language/graph/index.js';
import { type Analysis, formatPair, type Importer, type Instance } from '../language/index.js';
import { common } from './hover/figures.js';
import { blockPlaceHover, placeHover } from './hover.js';
import { type BlockUse, blockPlacesOf, comparePositions, contains, type Occurrence, placesOf } from './places.js';
import type { Settings } from './settings.js';

/** The hints in a part of the text, in the order of the text. */
export function inlayHintsOf(analysis: Analysis, uri: string, range: Range, settings: Settings): InlayHint[] {
  const changes = [
    ...placesOf(analysis).map(({ origin, occurrences }) => ({ origin, changes: () => occurrences.map(layerChange) })),
    ...blockPlacesOf(analysis).map(({ origin, uses }) => ({ origin, changes: () => uses.map(blockChange) })),
  ];
  return changes
    .filter(({ origin }) => contains(range, origin.end))
    .flatMap(({ origin, changes }) => {
      const label = labelOf(changes(), settings);
      return label === '' ? [] : [{ position: origin.end, label, paddingLeft: true, data: uri }];
    })
    .sort((a, b) => comparePositions(a.position, b.position));
}

/** The document a hint belongs to; '' for what is no hint of ours. */
export function hintUri(hint: InlayHint): string {
  return typeof hint.data === 'string' ? hint.data : '';
}

/** The hover of the layer a hint stands behind; asked for only when the pointer rests on it. */
export function hintTooltip(
  analysis: Analysis,
  document: LangiumDocument,
  hint: InlayHint,
  importer: Importer,
): MarkupContent | undefined {
  const stands = ({ origin }: { readonly origin: Range }) => comparePositions(origin.end, hint.position) === 0;
  const place = placesOf(analysis).find(stands);
  if (place) return { kind: MarkupKind.Markdown, value: placeHover(analysis, document, place) };
  const block = blockPlacesOf(analysis).find(stands);
  return block && { kind: MarkupKind.Markdown, value: blockPlaceHover(analysis, document, block, importer) };
}

/** What a layer or a block made of the tensors it was given. */
interface Change {
  readonly shape: string;
  readonly field: string;
  /** Whether each is another than what was given. */
  readonly changesShape: boolean;
  readonly changesField: boolean;
}

function labelOf(changes: readonly Change[], settings: Settings): string {
  const field = settings.receptiveField && changes.some((change) => change.changesField);
  const shape = settings.shape && (field || changes.some((change) => change.changesShape));
  const parts: string[] = [];
  if (shape) parts.push(common(changes.map((change) => change.shape)));
  if (field) parts.push(`rf ${common(changes.map((change) => change.field))}`);
  return parts.join(' · ');
}

/** An input changes nothing: its size stands in the text already. */
function layerChange({ network, instance }: Occurrence): Change {
  const given = instance.layer.inputs.map((input) => network.instances[input]);
  // A fully connected unit sees all there is; its field would repeat what the word says.
  return changeOf(given, instance, instance.layer.operation.kind !== 'fc');
}

function blockChange({ network: { instances }, block }: BlockUse): Change {
  const result = instances[block.result];
  const { height, width } = result.layer.output;
  return changeOf([instances[block.given]], result, height > 1 || width > 1);
}

function changeOf(given: readonly Instance[], made: Instance, fieldMatters: boolean): Change {
  const [shape, field] = [formatShape(made.layer.output), formatPair(made.field.size)];
  return {
    shape,
    field,
    changesShape: given.some(({ layer }) => formatShape(layer.output) !== shape),
    changesField: fieldMatters && given.some((each) => formatPair(each.field.size) !== field),
  };
}
