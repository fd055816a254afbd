// The graph: what a .cnn file means once every name, block and repeat is expanded. Plain data that survives JSON; the
// language and the runtime agree on it.
import type { Operation } from './operation.js';
import type { Shape } from './shape.js';

/** One layer instance. It produces exactly one tensor, known by the layer's index in `Graph.layers`. */
export interface Layer {
  /** Its index in `Graph.layers`. */
  readonly id: number;
  /** Its unique name within the graph, from the blocks and repeats around it: `Stage.2/Bottleneck[3]/conv.2`. */
  readonly path: string;
  readonly operation: Operation;
  /** The tensors it reads, by the id of the layer that made them; empty for `input`. */
  readonly inputs: readonly number[];
  readonly output: Shape;
}

/** A result of the network; training sums the outputs' losses by weight. */
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

/** A graph with its block tree (block-tree.ts), for readers that show its structure; training needs none. */
export interface GroupedGraph extends Graph {
  readonly tree: BlockTree;
}

/** One use of a block, and its arguments as text: numbers and sizes by value, pieces and tensors as written. */
export interface BlockUse {
  /** The block's name. */
  readonly block: string;
  /** The path of this instance, in front of those of its layers. */
  readonly path: string;
  /** One for each parameter, in order; defaults included. */
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
}

/** What contains layers. Children are in the order of the layers. */
export interface TreeGroup {
  /**
   * `repeat`: the children are the repetitions of a block, a piece or a layer. `repetition`: one copy of `[...]*n`,
   * whose name is `group`, or of a piece. `piece`: the layers of a binding or a parameter.
   */
  readonly kind: 'network' | 'block' | 'repeat' | 'repetition' | 'piece';
  /** The block's, binding's or parameter's name, or that of what is repeated. */
  readonly name: string;
  readonly path: string;
  /** Of a block; empty for other groups. */
  readonly arguments: BlockUse['arguments'];
  readonly children: readonly TreeNode[];
}

export type TreeNode = TreeGroup | { readonly kind: 'layer'; readonly layer: number };

/** The whole network; its path is ''. */
export type BlockTree = TreeGroup;
