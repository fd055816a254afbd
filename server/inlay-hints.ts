// What stands behind a layer or a block's call in the text: `28x28x6 · rf 5`, only where the shape or the field changes.
// In a block or a repeat, which has several instances: what they have in common, else first … last.
import { type InlayHint, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import { formatShape } from '../language/graph/index.js';
import { type Analysis, formatPair, type Importer, type Instance } from '../language/index.js';
import { blockPlaceHover, placeHover } from './hover.js';
import type { OpenFile } from './open-file.js';
import { type BlockUse, blockPlacesOf, comparePositions, contains, type Occurrence, placesOf } from './places.js';
import type { Planner } from './planned-memory.js';
import type { Settings } from './settings.js';

/** The hints in a part of the text, in the order of the text. */
export function inlayHintsOf(analysis: Analysis, uri: string, range: Range, settings: Settings): InlayHint[] {
  const hints: InlayHint[] = [];
  const hint = ({ end }: Range, label: string) => {
    if (label !== '') hints.push({ position: end, label, paddingLeft: true, data: uri });
  };
  for (const { origin, occurrences } of placesOf(analysis, range)) {
    if (contains(range, origin.end)) hint(origin, labelOf(occurrences.map(layerStep), settings));
  }
  for (const { origin, uses } of blockPlacesOf(analysis, range)) {
    if (contains(range, origin.end)) hint(origin, labelOf(uses.map(blockStep), settings));
  }
  return hints.sort((a, b) => comparePositions(a.position, b.position));
}

/** The document a hint belongs to; '' for what is no hint of ours. */
export function hintUri(hint: InlayHint): string {
  return typeof hint.data === 'string' ? hint.data : '';
}

/** The hover of the layer a hint stands behind; asked for only when the pointer rests on it. */
export function hintTooltip(
  analysis: Analysis,
  file: OpenFile,
  hint: InlayHint,
  importer: Importer,
  planner: Planner,
): MarkupContent | undefined {
  const there = { start: hint.position, end: hint.position };
  const stands = ({ origin: { end } }: { readonly origin: Range }) => comparePositions(end, hint.position) === 0;
  const place = placesOf(analysis, there).find(stands);
  if (place) return { kind: MarkupKind.Markdown, value: placeHover(analysis, file, place, planner) };
  const block = blockPlacesOf(analysis, there).find(stands);
  return block && { kind: MarkupKind.Markdown, value: blockPlaceHover(analysis, file, block, importer) };
}

/** What a layer or a block makes of the tensors it is given: none for an input, whose size stands in the text already. */
interface Step {
  readonly made: Instance;
  readonly inputs: readonly number[];
  readonly instances: readonly Instance[];
  readonly fieldMatters: boolean;
}

/** A fully connected unit sees all there is; its field would repeat what the word says. */
function layerStep({ network: { instances }, instance: made }: Occurrence): Step {
  const { inputs, operation } = made.layer;
  return { made, inputs, instances, fieldMatters: operation.kind !== 'fc' };
}

function blockStep({ network: { instances }, block }: BlockUse): Step {
  const made = instances[block.result];
  const { height, width } = made.layer.output;
  return { made, inputs: [block.given], instances, fieldMatters: height > 1 || width > 1 };
}

/** Written only for what is shown: a thousand instances of a layer are compared as numbers. */
function labelOf(steps: readonly Step[], settings: Settings): string {
  const field = settings.receptiveField && steps.some(changesField);
  const shape = settings.shape && (field || steps.some(changesShape));
  const ends = [steps[0], steps[steps.length - 1]];
  const parts: string[] = [];
  if (shape) {
    const one = steps.every(({ made }) => sameShape(made, steps[0].made));
    parts.push((one ? [steps[0]] : ends).map(({ made }) => formatShape(made.layer.output)).join(' … '));
  }
  if (field) {
    const one = steps.every(({ made }) => sameField(made, steps[0].made));
    parts.push(`rf ${(one ? [steps[0]] : ends).map(({ made }) => formatPair(made.field.size)).join(' … ')}`);
  }
  return parts.join(' · ');
}

function changesShape({ made, inputs, instances }: Step): boolean {
  return inputs.some((input) => !sameShape(instances[input], made));
}

function changesField({ made, inputs, instances, fieldMatters }: Step): boolean {
  return fieldMatters && inputs.some((input) => !sameField(instances[input], made));
}

function sameShape({ layer: { output: a } }: Instance, { layer: { output: b } }: Instance): boolean {
  return a.height === b.height && a.width === b.width && a.channels === b.channels;
}

function sameField({ field: { size: a } }: Instance, { field: { size: b } }: Instance): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
