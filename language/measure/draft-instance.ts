// A layer instance while its network is expanded, before its cost and receptive field are measured.
import type { Cost, Layer } from '../../model/index.js';
import type { Instance } from '../analysis.js';
import { inputField } from './fields/receptive-field.js';

/** The repeats around an instance, outermost first. */
export type Repeats = Instance['repeats'];

/**
 * An instance whose figures are placeholders until `measure` sets them in place. A second object for each layer would
 * show in the time of an edit in a network of thousands.
 */
export type DraftInstance = { -readonly [K in keyof Instance]: Instance[K] };

/** What an instance shares with its copies: all but its layer and the repeats around it. */
export type Source = Pick<Instance, 'origin' | 'file' | 'defaults'>;

const unmeasured: Cost = { activations: 0, weights: { product: '', count: 0 }, biases: 0, buffers: 0, macs: 0 };

export function createInstance(layer: Layer, { origin, file, defaults }: Source, repeats: Repeats): DraftInstance {
  return { layer, origin, file, repeats, defaults, cost: unmeasured, field: inputField, misaligned: false };
}

export function sameRepeats(a: Repeats, b: Repeats): boolean {
  if (a === b) return true;
  for (let depth = 0; depth < a.length; depth++) {
    if (a[depth].index !== b[depth]?.index || a[depth].count !== b[depth].count) return false;
  }
  return a.length === b.length;
}
