// What every library of the bench does: train the same network from the same weights on the same batch, step by step.
// One file for each library.
import type { Graph } from '../../model/index.js';

/** A network with its initial weights and its batch. */
export interface Model {
  readonly graph: Graph;
  readonly batch: number;
  /**
   * By name, e.g. `conv.2/weights`. Convolutions: [kH, kW, in, out]; fully connected layers: [in, out], in H, W, C
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
  /** For people: the adapter or processor. */
  readonly description: string;
  /**
   * One whole step: upload of the batch, forward, mean softmax cross-entropy, backward, update. Resolves with the loss
   * before the update, in host memory. The next step may be started before that.
   */
  step(): Promise<number>;
  /** Bytes allocated now, where the library counts them itself; WebGPU buffers are counted for it. */
  bytes?(): number;
  close(): void;
}

export interface Contestant {
  /** Everything up to the first step, a device included. */
  prepare(model: Model, gpu: GPU | undefined): Promise<Trainer>;
}
