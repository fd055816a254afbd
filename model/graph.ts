// The graph: what a .cnn file means once every name, block and repeat is expanded. Plain data that
// survives JSON, the one thing the language, the runtime and the exports agree on.
import type { Operation } from './operation.js';
import type { Shape } from './shape.js';

/** One layer instance. It produces exactly one tensor, known by the layer's index in `Graph.layers`. */
export interface Layer {
  /** Its index in `Graph.layers`. */
  readonly id: number;
  /** Where it stands in the network, e.g. `Stage.2/Bottleneck[3]/conv.2`; unique within a graph. */
  readonly path: string;
  readonly operation: Operation;
  /** The tensors it reads, by the id of the layer that made them; empty for `input`. */
  readonly inputs: readonly number[];
  readonly output: Shape;
}

/** A tensor the network answers with; training sums the outputs' losses by weight. */
export interface Output {
  readonly layer: number;
  readonly weight: number;
}

/** A network: its layers in an order in which each comes after everything it reads. */
export interface Graph {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** At least one; the first is the one evaluated. */
  readonly outputs: readonly Output[];
}
