// Two networks with losses that five public libraries agree on, and the random stream of their weights and images
// (test/ground-truth/README.md).
import type { Batch, Program } from '../../runtime/ir/index.js';
import { initialValues, mulberry32 } from '../../runtime/ir/index.js';
import { chain, conv, fc, maxpool2, relu } from './graphs.js';
import { sgd } from './optimizers.js';

export const lenet5 = chain(
  'LeNet5',
  [28, 28, 1],
  [conv(6, 5, 2), relu, maxpool2, conv(16, 5, 0), relu, maxpool2, fc(120), relu, fc(84), relu, fc(10)],
);

export const cifarSmall = chain(
  'CifarSmall',
  [32, 32, 3],
  [
    conv(32, 3, 1),
    relu,
    conv(32, 3, 1),
    relu,
    maxpool2,
    conv(64, 3, 1),
    relu,
    conv(64, 3, 1),
    relu,
    maxpool2,
    fc(256),
    relu,
    fc(10),
  ],
);

/** Losses of the first four steps on one fixed batch, before each update. */
export const goldens = [
  { graph: lenet5, batch: 64, losses: [3.294, 2.5003, 2.5143, 2.2743] },
  { graph: cifarSmall, batch: 32, losses: [3.378, 6.4566, 6.6518, 3.5072] },
] as const;

export const goldenOptimizer = sgd(0.01, 0.9);

/** Tolerance for the golden losses, which have four digits. */
export const goldenTolerance = 2e-3;

/** The weights (seed 42), parallel to `program.parameters`. */
export function goldenWeights(program: Program): Float32Array[] {
  const random = mulberry32(42);
  return program.parameters.map((parameter) =>
    initialValues(parameter.initial, program.tensors[parameter.tensor].shape, random),
  );
}

/** The images, then the labels (seed 7). */
export function goldenBatch(program: Program): Batch {
  const random = mulberry32(7);
  const shape = program.tensors[program.images].shape;
  const images = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1);
  const labels = Uint32Array.from({ length: program.batch }, () => Math.floor(random() * 10));
  return { images, labels };
}
