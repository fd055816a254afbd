// What is known of an instance while its network is expanded, and how to place it again.
import type { Cost, Layer, Shape } from '../../model/index.js';
import type { Instance } from '../analysis.js';
import { inputField } from '../measure/receptive-field.js';
import type { Range } from '../text/range.js';

/** The repeats around an instance, outermost first. */
export type Repeats = Instance['repeats'];

/**
 * An instance that measuring completes. It is made whole at once, with stand-ins for its figures: a large network has
 * thousands, and an edit waits for each object that is made for each of them.
 */
export type Placed = { -readonly [K in keyof Instance]: Instance[K] };

const unmeasured: Cost = { activations: 0, weights: { product: '', count: 0 }, biases: 0, buffers: 0, macs: 0 };

/** Copies of an instance share all but their layer and the repeats around it. */
export function placed(
  layer: Layer,
  origin: Range,
  file: string | undefined,
  repeats: Repeats,
  defaults: Instance['defaults'],
): Placed {
  return { layer, origin, file, repeats, defaults, cost: unmeasured, field: inputField, misaligned: false };
}

/** What one instance placed, to be copied where an equal one stands (template.ts): a part of the network so far. */
export interface Template {
  /** Its layers are those from `start` up to, but not including, `end`. */
  readonly start: number;
  readonly end: number;
  /** The ends of the layers' paths, behind that of the instance: written down for the first copy. */
  names: readonly string[] | undefined;
  /** Uses of blocks in it, likewise by their index. */
  readonly firstBlock: number;
  readonly endBlock: number;
  /** The layer that made the tensor it was given: the only one it reads from elsewhere. */
  readonly given: number;
  /** The shape it was expanded for. */
  readonly shape: Shape;
  /** Its answer: one of its layers, or what it was given. */
  readonly result: { readonly id: number; readonly shape: Shape };
  /** How much of the first instance's paths and repeats came from where it stood. */
  readonly pathLength: number;
  readonly repeatDepth: number;
  /** Errors reported while it was expanded: a copy has as many. */
  readonly errors: number;
}
