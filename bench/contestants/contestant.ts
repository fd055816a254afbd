// What every library of the bench is asked to do: train the same network from the same weights on the same batch, a
// step at a time. One file beside this one for each.
import type { Graph } from '../../model/index.js';

/** A network with everything its training begins with. */
export interface Model {
  readonly graph: Graph;
  readonly batch: number;
  /**
   * By name, `conv.2/weights`: convolutions' are [kH, kW, in, out], fully connected layers' [in, out], in H, W, C
   * order.
   */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** NHWC. */
  readonly images: Float32Array;
  readonly labels: Uint32Array;
  /** Of stochastic gradient descent. */
  readonly learningRate: number;
  readonly momentum: number;
}

export interface Trainer {
  /** For people: what it computes on. */
  readonly description: string;
  /**
   * One whole step: the batch goes in from host memory; forward, mean softmax cross-entropy, backward, update.
   * Resolves with the loss before the update once it is back in host memory. The next step may be asked for before
   * that.
   */
  step(): Promise<number>;
  /** Bytes it holds now, where the library counts them itself; those of WebGPU are counted for it. */
  bytes?(): number;
  close(): void;
}

export interface Contestant {
  /** Everything from the network to ready for the first step, a device included. */
  prepare(model: Model, gpu: GPU | undefined): Promise<Trainer>;
}
