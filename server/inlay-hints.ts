// What stands behind a layer in the text: `28x28x6 · rf 5`, only where the shape or the field changes. In a block or a
// repeat, which has several instances: what they have in common, else first … last.
import type { TextDocument } from 'langium';
import { type InlayHint, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import { formatShape } from '../language/graph/index.js';
import { type Analysis, formatPair } from '../language/index.js';
import { placeHover } from './hover.js';
import { comparePositions, contains, type Occurrence, type Place, placesOf } from './places.js';
import type { Settings } from './settings.js';

/** The hints in a part of the text, in the order of the text. */
export function inlayHintsOf(analysis: Analysis, uri: string, range: Range, settings: Settings): InlayHint[] {
  return placesOf(analysis)
    .filter((place) => contains(range, place.origin.end))
    .flatMap((place) => {
      const label = labelOf(place, settings);
      return label === '' ? [] : [{ position: place.origin.end, label, paddingLeft: true, data: uri }];
    })
    .sort((a, b) => comparePositions(a.position, b.position));
}

/** The document a hint belongs to; '' for what is no hint of ours. */
export function hintUri(hint: InlayHint): string {
  return typeof hint.data === 'string' ? hint.data : '';
}

/** The hover of the layer a hint stands behind; asked for only when the pointer rests on it. */
export function hintTooltip(analysis: Analysis, document: TextDocument, hint: InlayHint): MarkupContent | undefined {
  const place = placesOf(analysis).find(({ origin }) => comparePositions(origin.end, hint.position) === 0);
  return place && { kind: MarkupKind.Markdown, value: placeHover(analysis, document, place) };
}

function labelOf({ occurrences }: Place, settings: Settings): string {
  const changes = occurrences.map(changeOf);
  const field = settings.receptiveField && changes.some((change) => change.field);
  const shape = settings.shape && (field || changes.some((change) => change.shape));
  const parts: string[] = [];
  if (shape) parts.push(common(occurrences.map(({ instance }) => formatShape(instance.layer.output))));
  if (field) parts.push(`rf ${common(occurrences.map(({ instance }) => formatPair(instance.field.size)))}`);
  return parts.join(' · ');
}

/** What a layer changes of the tensor it is given. An input changes nothing: its size stands in the text already. */
function changeOf({ network, instance }: Occurrence): { shape: boolean; field: boolean } {
  const { layer, field } = instance;
  const given = layer.inputs.map((input) => network.instances[input]);
  if (given.length === 0) return { shape: false, field: false };
  return {
    shape: given.some((input) => formatShape(input.layer.output) !== formatShape(layer.output)),
    // A fully connected unit sees all there is; its field would repeat what the word says.
    field:
      layer.operation.kind !== 'fc' && given.some((input) => formatPair(input.field.size) !== formatPair(field.size)),
  };
}

function common(labels: readonly string[]): string {
  const first = labels[0];
  return labels.every((label) => label === first) ? first : `${first} … ${labels[labels.length - 1]}`;
}
