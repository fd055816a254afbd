// What stands behind a layer or a block's call in the text: `28x28x6 · rf 5`, only where the shape or the field
// changes. In a block or a repeat, which has several instances: what they have in common, else first … last.
import { type InlayHint, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import type { Analysis, BlockInstance, Importer, Instance } from '../../../language/index.js';
import { formatPair, formatShape } from '../../../model/index.js';
import type { OpenFile } from '../../workspace/open-file.js';
import type { Planner } from '../../workspace/planned-memory.js';
import type { Settings } from '../../workspace/settings.js';
import { blockPlaceHover, placeHover } from '../hover/hover.js';
import {
  blockCallsOf,
  blockPlacesOf,
  comparePositions,
  contains,
  layerCallsOf,
  placeAt,
  placesOf,
  type Share,
} from '../places.js';

/** The hints in a part of the text, in the order of the text. */
export function inlayHintsOf(analysis: Analysis, uri: string, range: Range, settings: Settings): InlayHint[] {
  const hints: InlayHint[] = [];
  const hint = ({ end }: Range, label: string) => {
    if (label !== '') hints.push({ position: end, label, paddingLeft: true, data: uri });
  };
  for (const { origin, shares } of layerCallsOf(analysis, range)) {
    if (contains(range, origin.end)) hint(origin, layerSteps(shares).label(settings));
  }
  for (const { origin, shares } of blockCallsOf(analysis, range)) {
    if (contains(range, origin.end)) hint(origin, blockSteps(shares).label(settings));
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
  const block = blockPlacesOf(analysis, there).find(stands);
  // A hint inside of a call's parentheses is about that call.
  const place = placesOf(analysis, there).find(stands) ?? (block ? undefined : placeAt(analysis, hint.position));
  if (place) return { kind: MarkupKind.Markdown, value: placeHover(analysis, file, place, planner) };
  return block && { kind: MarkupKind.Markdown, value: blockPlaceHover(analysis, file, block, importer) };
}

function layerSteps(shares: readonly Share<Instance>[]): Steps {
  const steps = new Steps();
  for (const { network, members } of shares) {
    for (const made of members) {
      // A fully connected unit sees all there is; its field would repeat what the word says.
      const fieldMatters = made.layer.operation.kind !== 'fc';
      steps.made(made);
      // An input is given nothing, and its size stands in the text already.
      for (const input of made.layer.inputs) steps.madeFrom(network.instances[input], made, fieldMatters);
    }
  }
  return steps;
}

function blockSteps(shares: readonly Share<BlockInstance>[]): Steps {
  const steps = new Steps();
  for (const { network, members } of shares) {
    for (const { given, result } of members) {
      const made = network.instances[result];
      const { height, width } = made.layer.output;
      steps.made(made);
      steps.madeFrom(network.instances[given], made, height > 1 || width > 1);
    }
  }
  return steps;
}

/** What one call makes of what it is given, in all its instances: compared as numbers, for they may be thousands. */
class Steps {
  private first: Instance | undefined;
  private last: Instance | undefined;
  private oneShape = true;
  private oneField = true;
  private changesShape = false;
  private changesField = false;

  made(instance: Instance): void {
    this.first ??= instance;
    this.last = instance;
    this.oneShape &&= sameShape(instance, this.first);
    this.oneField &&= sameField(instance, this.first);
  }

  madeFrom(given: Instance, made: Instance, fieldMatters: boolean): void {
    this.changesShape ||= !sameShape(given, made);
    this.changesField ||= fieldMatters && !sameField(given, made);
  }

  /** Empty where nothing changes that is to be shown. */
  label(settings: Settings): string {
    const { first, last } = this;
    if (!first || !last) return '';
    const field = settings.receptiveField && this.changesField;
    const parts: string[] = [];
    if (settings.shape && (field || this.changesShape)) {
      parts.push((this.oneShape ? [first] : [first, last]).map(({ layer }) => formatShape(layer.output)).join(' … '));
    }
    if (field) {
      parts.push(
        `rf ${(this.oneField ? [first] : [first, last]).map((made) => formatPair(made.field.size)).join(' … ')}`,
      );
    }
    return parts.join(' · ');
  }
}

function sameShape({ layer: { output: a } }: Instance, { layer: { output: b } }: Instance): boolean {
  return a === b || (a.height === b.height && a.width === b.width && a.channels === b.channels);
}

function sameField({ field: { size: a } }: Instance, { field: { size: b } }: Instance): boolean {
  return a === b || (a[0] === b[0] && a[1] === b[1]);
}
