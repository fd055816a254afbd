// What passes, planner, scheduler and bench may ask about a computation: one row per kind, so that none of them has a
// list of kinds of its own. A computation without a row does not compile.
import type { Computation, ComputationKind, ComputationOf } from './computation.js';
import type { Epilogue } from './epilogue.js';
import { convFlops, convProduct, fcFlops, fcProduct, type ProductSizes } from './matrix-product.js';

/** An element-wise computation seen as epilogue steps on one of its inputs. */
export interface EpilogueForm {
  /** The index of that input. */
  readonly main: number;
  readonly steps: readonly Epilogue[];
  /** The tensors the steps read besides it, in order. */
  readonly reads: readonly number[];
}

export interface OpTraits<K extends ComputationKind> {
  /** `loss` separates the forward from the backward pass; `update` runs once after the last micro-batch. */
  readonly phase: 'layer' | 'loss' | 'update';
  /** A single pass over its inputs: recomputing the result in the backward pass costs less than storing it. */
  readonly cheapToRecompute: boolean;
  /** Its kernels can apply epilogue steps to the first output before they store it. */
  readonly acceptsEpilogue: 'epilogue' extends keyof ComputationOf<K> ? true : false;
  /** Its outputs are statistics: small, costly to recompute, and squares that f16 cannot hold. */
  readonly computesStatistics: boolean;
  /** Its gradient finds the inputs again by comparing them with the output, so both are rounded alike or not at all. */
  readonly selectsInputs: boolean;
  /** It adds all its inputs, in several dispatches when a backend cannot bind them at once. */
  readonly sumsInputs: boolean;
  /** Its output grows over the micro-batches of a step and so outlives each of them. */
  readonly accumulatesOverMicroBatches: boolean;
  /**
   * The inputs, out of the computation's own `count`, that the first output may overwrite: each of their values is read
   * by the thread that writes the output's value at the same index, and before it does. The preferred one comes first.
   */
  inPlaceInputs(count: number): readonly number[];
  /** One form per input on which the computation may become an epilogue; none if it is not element-wise. */
  epilogueForms(computation: ComputationOf<K>, inputs: readonly number[]): readonly EpilogueForm[];
  /** The matrix product behind it, if it is one. */
  product(computation: ComputationOf<K>): ProductSizes | undefined;
  /** Floating-point operations as textbooks count them; undefined for what multiplies no weights. */
  flops(computation: ComputationOf<K>): number | undefined;
}

const plain = {
  phase: 'layer',
  cheapToRecompute: false,
  acceptsEpilogue: false,
  computesStatistics: false,
  selectsInputs: false,
  sumsInputs: false,
  accumulatesOverMicroBatches: false,
  inPlaceInputs: () => [],
  epilogueForms: () => [],
  product: () => undefined,
  flops: () => undefined,
} as const;

const loss = { ...plain, phase: 'loss' } as const;
const update = { ...plain, phase: 'update' } as const;
const finishing = { ...plain, acceptsEpilogue: true } as const;
const move = { ...plain, cheapToRecompute: true } as const;
const conv = { product: convProduct, flops: convFlops };
const fc = { product: fcProduct, flops: fcFlops };

type Dropout = ComputationOf<'dropout' | 'dropout-gradient'>;
const dropout = {
  ...finishing,
  inPlaceInputs: () => [0],
  epilogueForms: ({ rate, layer, image }: Dropout): EpilogueForm[] => [
    { main: 0, steps: [{ kind: 'dropout', rate, layer, image }], reads: [] },
  ],
} as const;

export const opTraits: { readonly [K in ComputationKind]: OpTraits<K> } = {
  conv: { ...finishing, ...conv },
  'conv-input-gradient': { ...finishing, ...conv },
  'conv-weight-gradient': { ...plain, ...conv },
  'bias-gradient': plain,
  maxpool: { ...finishing, selectsInputs: true },
  'maxpool-gradient': finishing,
  avgpool: finishing,
  'avgpool-gradient': finishing,
  pointwise: {
    ...finishing,
    cheapToRecompute: true,
    inPlaceInputs: () => [0],
    epilogueForms: ({ function: f }) => [{ main: 0, steps: [{ kind: 'pointwise', function: f }], reads: [] }],
  },
  'pointwise-gradient': {
    ...finishing,
    inPlaceInputs: () => [0, 1],
    epilogueForms: ({ function: f }, [value]) => [
      { main: 1, steps: [{ kind: 'pointwise-gradient', function: f }], reads: [value] },
    ],
  },
  prelu: { ...finishing, cheapToRecompute: true, inPlaceInputs: () => [0] },
  'prelu-input-gradient': { ...finishing, inPlaceInputs: () => [1, 0] },
  'prelu-slope-gradient': plain,
  fc: { ...finishing, ...fc },
  'fc-input-gradient': { ...finishing, ...fc },
  'fc-weight-gradient': { ...plain, ...fc },
  dropout: { ...dropout, cheapToRecompute: true },
  'dropout-gradient': dropout,
  softmax: plain,
  'softmax-gradient': plain,
  'cross-entropy': loss,
  mse: loss,
  mae: loss,
  'image-error': loss,
  add: {
    ...finishing,
    sumsInputs: true,
    inPlaceInputs: (count) => Array.from({ length: count }, (_, index) => index),
    epilogueForms: (_, inputs) =>
      inputs.map((_, main) => {
        const reads = inputs.filter((_, index) => index !== main);
        return { main, steps: reads.map(() => ({ kind: 'add' }) as const), reads };
      }),
  },
  mul: finishing,
  'mul-spread-gradient': plain,
  concat: move,
  copy: move,
  'copy-gradient': plain,
  shuffle: move,
  'depth-to-space': move,
  'space-to-depth': move,
  upsample: plain,
  'upsample-gradient': plain,
  lrn: plain,
  'lrn-gradient': plain,
  moments: { ...plain, computesStatistics: true },
  normalise: {
    ...finishing,
    cheapToRecompute: true,
    epilogueForms({ batch, channels, groups, eps, scale, shift }, inputs) {
      // An epilogue step has one mean and variance per channel, over the whole batch.
      if (batch !== 1 || groups !== channels) return [];
      return [{ main: 0, steps: [{ kind: 'normalise', channels, eps, scale, shift }], reads: inputs.slice(1) }];
    },
  },
  'normalise-parameter-gradients': plain,
  'batch-norm-input-gradient': { ...plain, inPlaceInputs: () => [1, 0] },
  'group-norm-input-gradient': plain,
  'take-micro-batch': plain,
  accumulate: { ...plain, accumulatesOverMicroBatches: true },
  'running-average': plain,
  'square-sums': update,
  'clip-factor': update,
  sgd: update,
  adagrad: update,
  rmsprop: update,
  adam: update,
};

/** The traits of a computation, with the computation bound where a trait depends on its sizes. */
export function traitsOf({ kind }: Computation): OpTraits<ComputationKind> {
  // The row is the computation's own, which TypeScript cannot follow through a table.
  return opTraits[kind] as OpTraits<ComputationKind>;
}

export function acceptsEpilogue(kind: ComputationKind): boolean {
  return opTraits[kind].acceptsEpilogue;
}

/** Undefined for computations that are no matrix product; depthwise convolutions are none. */
export function productSizes(computation: Computation): ProductSizes | undefined {
  return traitsOf(computation).product(computation);
}
