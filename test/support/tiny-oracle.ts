// One small network trained by PyTorch in float64 from a stated random stream: all gradients, 50 steps. Converts the
// file's layouts (NCHW, OIHW, [out, in]) to ours (NHWC, HWIO, [in, out]).
import { readFileSync } from 'node:fs';
import type { Optimizer } from '../../model/index.js';
import type { ProgramOptions } from '../../runtime/lowering/index.js';
import { chain, conv, fc, maxpool2, relu } from './graphs.js';
import { adam, sgd } from './optimizers.js';
import { torchTraining } from './torch-training.js';

interface Curve {
  readonly loss_before_each_step: readonly number[];
  readonly w4_after_50: readonly number[];
}

const file: {
  readonly forward: { readonly loss: number; readonly logits: readonly (readonly number[])[] };
  readonly grads: { readonly [name: string]: readonly number[] };
  readonly optimizers: { readonly [name: string]: { readonly float64: Curve } };
} = JSON.parse(readFileSync(new URL('../ground-truth/tiny_cnn_training_oracle.json', import.meta.url), 'utf8'));

const batch = 8;
const graph = chain(
  'Tiny',
  [12, 12, 2],
  [conv(4, 3, 1), relu, maxpool2, conv(6, 3, 0), relu, maxpool2, fc(10), relu, fc(5)],
);

/** OIHW to HWIO. */
function convLayout(values: readonly number[], out: number, depth: number, kernel: number): number[] {
  const turned: number[] = new Array(values.length);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < depth; i++)
      for (let k = 0; k < kernel * kernel; k++)
        turned[(k * depth + i) * out + o] = values[(o * depth + i) * kernel * kernel + k];
  return turned;
}

/** [out, C*H*W] to [H*W*C, out]; for a vector H and W are 1. */
function fcLayout(values: readonly number[], out: number, channels: number, pixels: number): number[] {
  const turned: number[] = new Array(values.length);
  for (let o = 0; o < out; o++)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < pixels; p++) turned[(p * channels + c) * out + o] = values[(o * channels + c) * pixels + p];
  return turned;
}

const unchanged = (values: readonly number[]): number[] => [...values];

/** Our parameters in program order: the file's name, size, scale, and the conversion to our layout. */
const parameters = [
  { name: 'w1', size: 72, scale: 0.3, turn: (v: readonly number[]) => convLayout(v, 4, 2, 3) },
  { name: 'b1', size: 4, scale: 0.1, turn: unchanged },
  { name: 'w2', size: 216, scale: 0.25, turn: (v: readonly number[]) => convLayout(v, 6, 4, 3) },
  { name: 'b2', size: 6, scale: 0.1, turn: unchanged },
  { name: 'w3', size: 240, scale: 0.3, turn: (v: readonly number[]) => fcLayout(v, 10, 6, 4) },
  { name: 'b3', size: 10, scale: 0.1, turn: unchanged },
  { name: 'w4', size: 50, scale: 0.4, turn: (v: readonly number[]) => fcLayout(v, 5, 10, 1) },
  { name: 'b4', size: 5, scale: 0.1, turn: unchanged },
] as const;

function generate() {
  let state = 42;
  const draw = (size: number, scale: number): number[] =>
    Array.from({ length: size }, () => {
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      return (state / 0x1_0000_0000 - 0.5) * 2 * scale;
    });
  const weights = parameters.map(({ size, scale, turn }) => turn(draw(size, scale)));
  const nchw = draw(batch * 2 * 144, 1);
  const images: number[] = new Array(nchw.length);
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < 2; c++)
      for (let p = 0; p < 144; p++) images[(n * 144 + p) * 2 + c] = nchw[(n * 2 + c) * 144 + p];
  return { weights, images };
}

const { weights, images } = generate();

/** How the network is trained, and PyTorch's results. */
interface OracleCurve extends Omit<ProgramOptions, 'batch'> {
  readonly name: string;
  readonly losses: readonly number[];
  readonly lastWeights: readonly number[];
}

function curve(name: string, optimizer: Optimizer): OracleCurve {
  const { loss_before_each_step: losses, w4_after_50: w4 } = file.optimizers[name].float64;
  return { name, optimizer, losses, lastWeights: parameters[6].turn(w4) };
}

export const tinyOracle = {
  graph,
  batch,
  /** Parallel to `program.parameters`, in our layouts. */
  weights,
  /** NHWC */
  images,
  labels: Uint32Array.from({ length: batch }, (_, index) => index % 5),
  loss: file.forward.loss,
  logits: file.forward.logits.flat(),
  /** Parallel to `program.parameters`, in our layouts. */
  gradients: parameters.map(({ name, turn }) => turn(file.grads[name])),
  parameterNames: parameters.map(({ name }) => name),
  /** Losses before each of 50 steps, and the last layer's weights after them. */
  curves: [
    curve('sgd_lr0.1', sgd(0.1)),
    curve('sgd_momentum0.9_lr0.05', sgd(0.05, 0.9)),
    curve('nesterov0.9_lr0.05_wd1e-3', { ...sgd(0.05, 0.9), nesterov: true, weightDecay: 1e-3 }),
    curve('adagrad_lr0.05', { kind: 'adagrad', learningRate: 0.05, eps: 1e-10, weightDecay: 0 }),
    curve('rmsprop_lr0.003', { kind: 'rmsprop', learningRate: 0.003, decay: 0.99, eps: 1e-8, weightDecay: 0 }),
    curve('adam_lr0.01', adam(0.01)),
    curve('adamw_lr0.01_wd0.01', { ...adam(0.01), kind: 'adamw', weightDecay: 0.01 }),
  ],
  /** The same for 20 steps, each with one setting changed. */
  variations: torchTraining.curves.map(
    ({ last_weights: weights, ...options }): OracleCurve => ({ ...options, lastWeights: parameters[6].turn(weights) }),
  ),
} as const;
