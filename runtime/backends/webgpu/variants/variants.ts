// The variants of a matrix product that an adapter can run, and the one taken: measured and in the tuning cache, else
// estimated by a cost model. The planner asks, since some take workspace.

import type { Computation } from '../../../ir/index.js';
import { type ProductSizes, productSizes } from '../../../ir/index.js';
import { type AdapterProfile, compilesSlowly, unknownGpu } from '../adapter-profile.js';
import { type BlockTile, blockTiles, splitSum } from './block-tile.js';
import { blocksCost, registersCost, wantedThreads } from './hardware-cost.js';
import { planWinograd, planWinogradGradient, type WinogradGradientSizes, type WinogradSizes } from './winograd.js';

export type Variant =
  /** Each thread keeps a tile in registers and loads for itself, or with neighbouring lanes, 4 of them. */
  | { readonly kind: 'registers'; readonly lanes: 0 | 4 }
  /** Workgroups share what they load by a memory of their own; a weight gradient's sum is cut into pieces. */
  | { readonly kind: 'blocks'; readonly tile: BlockTile; readonly pieces: number; readonly piece: number }
  | { readonly kind: 'winograd'; readonly sizes: WinogradSizes }
  | { readonly kind: 'winograd-gradient'; readonly sizes: WinogradGradientSizes };

/** A variant's name in the tuning cache: with the shape and the adapter it determines the kernels. */
export function variantName(variant: Variant): string {
  switch (variant.kind) {
    case 'registers':
      return variant.lanes === 0 ? 'registers' : `registers-${variant.lanes}`;
    case 'blocks':
      return `blocks-${variant.tile.rows}x${variant.tile.columns}`;
    case 'winograd':
    case 'winograd-gradient':
      return `winograd-${variant.sizes.tile}`;
  }
}

const plainRegisters: Variant = { kind: 'registers', lanes: 0 };

/** The profile under which kernels with tiles in registers use the lanes of the variant. */
export function withLanes(adapter: AdapterProfile, variant: Variant): AdapterProfile {
  return variant.kind === 'registers' ? { ...adapter, subgroupSize: variant.lanes } : adapter;
}

/**
 * The variants of a computation that an adapter can run; at least one. Computations that are no matrix products have
 * one.
 */
export function variantsOf(computation: Computation, adapter: AdapterProfile = unknownGpu): readonly Variant[] {
  const sizes = productSizes(computation);
  if (!sizes) return [plainRegisters];
  const variants: Variant[] = [plainRegisters];
  // On a graphics processor no kernel shares by lanes: it would be the same once more.
  if (adapter.software && adapter.subgroupSize >= 4) variants.push({ kind: 'registers', lanes: 4 });
  for (const tile of blockTiles) variants.push(blocks(computation, sizes, tile, adapter));
  const winograd = winogradVariant(computation, adapter);
  if (winograd) variants.push(winograd);
  return variants;
}

function winogradVariant(computation: Computation, adapter: AdapterProfile): Variant | undefined {
  const sizes = planWinograd(computation, adapter);
  if (sizes) return { kind: 'winograd', sizes };
  const gradientSizes = planWinogradGradient(computation, adapter);
  return gradientSizes && { kind: 'winograd-gradient', sizes: gradientSizes };
}

/** A computation's shape, the key in the tuning cache. */
export function shapeKey(computation: Computation): string {
  // Epilogues change what is stored, not how the product is made.
  return JSON.stringify({ ...computation, epilogue: undefined });
}

/** The variant that is planned for and run. */
export function variantOf(computation: Computation, adapter: AdapterProfile = unknownGpu): Variant {
  const { choices } = adapter;
  if (choices) {
    const chosen = choices[shapeKey(computation)];
    const variant = variantsOf(computation, adapter).find((one) => variantName(one) === chosen);
    if (variant) return variant;
  }
  return heuristicVariant(computation, adapter);
}

/** Variants worth measuring: first the one that is taken without a measurement, then others, the likeliest first. */
export function candidatesOf(computation: Computation, adapter: AdapterProfile = unknownGpu): readonly Variant[] {
  const sizes = productSizes(computation);
  if (!sizes) return [plainRegisters];
  const first = heuristicVariant(computation, adapter);
  const costOf = (variant: Variant) =>
    variant.kind === 'blocks' ? blocksCost(sizes, variant, adapter) : registersCost(computation, sizes, adapter);
  const others = variantsOf(computation, adapter)
    .filter((variant) => variantName(variant) !== variantName(first))
    // On a software adapter blocks take longer to compile than a training may win by them.
    .filter(({ kind }) => !adapter.software || kind !== 'blocks')
    .sort((a, b) => costOf(a) - costOf(b));
  return [first, ...others.slice(0, mostCandidates - 1)];
}

const mostCandidates = 4;

/**
 * Multiply-accumulates from which on more kernels pay where each takes a fraction of a second to compile: with so
 * many, llvmpipe saves some milliseconds a step by Winograd convolution, whose kernels take seconds to compile.
 */
const fewestWhereSlow = 2 ** 27;

function isWorthCompiling({ rows, columns, sum, groups }: ProductSizes, adapter: AdapterProfile): boolean {
  return !compilesSlowly(adapter) || rows * columns * sum * groups >= fewestWhereSlow;
}

/** Without a measurement. */
function heuristicVariant(computation: Computation, adapter: AdapterProfile): Variant {
  const sizes = productSizes(computation);
  if (!sizes) return plainRegisters;
  if (adapter.software) {
    const winograd = isWorthCompiling(sizes, adapter) ? winogradVariant(computation, adapter) : undefined;
    return winograd ?? { kind: 'registers', lanes: adapter.subgroupSize >= 4 ? 4 : 0 };
  }
  let best: Variant = plainRegisters;
  let least = registersCost(computation, sizes, adapter);
  for (const tile of blockTiles) {
    const variant = blocks(computation, sizes, tile, adapter);
    const cost = blocksCost(sizes, variant, adapter);
    if (cost >= least) continue;
    least = cost;
    best = variant;
  }
  return best;
}

function blocks(computation: Computation, sizes: ProductSizes, tile: BlockTile, adapter: AdapterProfile) {
  const cut = computation.kind === 'conv-weight-gradient' || computation.kind === 'fc-weight-gradient';
  const pieces = cut ? splitSum(sizes, tile, wantedThreads(adapter)) : { pieces: 1, piece: sizes.sum };
  return { kind: 'blocks', tile, ...pieces } as const;
}
