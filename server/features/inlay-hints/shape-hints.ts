// Shape and receptive field after the call of a layer or block: `28x28x6 · rf 5`, only where they change. A call with
// several instances, in a block or a repeat, shows what they have in common, else first … last.
import type { InlayHint } from 'vscode-languageserver';
import {
  type BlockInstance,
  comparePositions,
  contains,
  formatFields,
  type Instance,
  isSameField,
  type Range,
} from '../../../language/index.js';
import { formatShape } from '../../../model/index.js';
import { findBlockCallSites, findLayerCallSites, type NetworkMembers } from '../../cursor/call-sites.js';
import type { Settings } from '../../workspace/settings.js';
import type { Snapshot } from '../../workspace/snapshot.js';

/** The hints in a part of the text, in the order of the text. */
export function shapeHints({ analysis, file, settings }: Snapshot, part: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  const add = ({ end }: Range, changes: Changes) => {
    const label = contains(part, end) ? changes.label(settings) : '';
    if (label !== '') hints.push({ position: end, label, paddingLeft: true, data: file.document.uri });
  };
  for (const { origin, networks } of findLayerCallSites(analysis, part)) add(origin, layerChanges(networks));
  for (const { origin, networks } of findBlockCallSites(analysis, part)) add(origin, blockChanges(networks));
  return hints.sort((a, b) => comparePositions(a.position, b.position));
}

function layerChanges(networks: readonly NetworkMembers<Instance>[]): Changes {
  const changes = new Changes();
  for (const { network, members } of networks) {
    for (const made of members) {
      // A fully connected unit sees the whole input: its field would say nothing more.
      const fieldMatters = made.layer.operation.kind !== 'fc';
      changes.addOutput(made);
      // An input layer has no inputs, so no hint: its size is in the text.
      for (const input of made.layer.inputs) changes.addInput(network.instances[input], made, fieldMatters);
    }
  }
  return changes;
}

function blockChanges(networks: readonly NetworkMembers<BlockInstance>[]): Changes {
  const changes = new Changes();
  for (const { network, members } of networks) {
    for (const { given, result } of members) {
      const made = network.instances[result];
      const { height, width } = made.layer.output;
      changes.addOutput(made);
      changes.addInput(network.instances[given], made, height > 1 || width > 1);
    }
  }
  return changes;
}

/** How the outputs of one call differ from its inputs, over all its instances, which may be thousands. */
class Changes {
  private first: Instance | undefined;
  private last: Instance | undefined;
  private oneShape = true;
  private oneField = true;
  private changesShape = false;
  private changesField = false;

  addOutput(instance: Instance): void {
    this.first ??= instance;
    this.last = instance;
    this.oneShape &&= sameShape(instance, this.first);
    this.oneField &&= sameField(instance, this.first);
  }

  addInput(input: Instance, output: Instance, fieldMatters: boolean): void {
    this.changesShape ||= !sameShape(input, output);
    this.changesField ||= fieldMatters && !sameField(input, output);
  }

  /** Empty where no figure that the settings show changes. */
  label(settings: Settings): string {
    const { first, last } = this;
    if (!first || !last) return '';
    const field = settings.receptiveField && this.changesField;
    const parts: string[] = [];
    if (settings.shape && (field || this.changesShape)) {
      parts.push((this.oneShape ? [first] : [first, last]).map(({ layer }) => formatShape(layer.output)).join(' … '));
    }
    if (field) {
      parts.push(`rf ${formatFields(first.field, (this.oneField ? first : last).field)}`);
    }
    return parts.join(' · ');
  }
}

function sameShape({ layer: { output: a } }: Instance, { layer: { output: b } }: Instance): boolean {
  return a === b || (a.height === b.height && a.width === b.width && a.channels === b.channels);
}

function sameField(a: Instance, b: Instance): boolean {
  return isSameField(a.field, b.field);
}
