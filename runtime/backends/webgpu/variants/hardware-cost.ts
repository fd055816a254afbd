// Cost model of a matrix product's variants on GPUs, in multiply-adds of all threads. Not measured; set to agree with
// what is published of WebGPU kernels: 64x64 workgroup tiles lead on discrete and Intel GPUs (ggml, ONNX Runtime),
// register tiles do well on Apple's, and smaller tiles lead where large ones make few threads.

import type { Computation, ProductSizes } from '../../../ir/index.js';
import type { AdapterProfile } from '../adapter-profile.js';
import { type BlockTile, blocksIn, blockThreads, panelDepth } from './block-tile.js';

interface Costs {
  /** A load through the caches: of one value, of a vector of four. */
  readonly value: number;
  readonly vector: number;
  /** A vector from workgroup memory. */
  readonly shared: number;
  /** Threads under which the processor has too little to do. */
  readonly threads: number;
}

const costs = {
  apple: { value: 3, vector: 6, shared: 8, threads: 4096 },
  intel: { value: 6, vector: 12, shared: 6, threads: 4096 },
  other: { value: 6, vector: 12, shared: 6, threads: 16_384 },
} as const satisfies Record<string, Costs>;

/** Finding a patch of an operand; waiting for the others of a workgroup; a turn of a loop. */
const [patch, barrier, turn] = [60, 40, 2];

function costsOf({ vendor }: AdapterProfile): Costs {
  return vendor === 'apple' || vendor === 'intel' ? costs[vendor] : costs.other;
}

/** Threads to keep an adapter that is no software busy. */
export function wantedThreads(adapter: AdapterProfile): number {
  return costsOf(adapter).threads;
}

/** Sums a thread keeps in registers, as rows x columns, the most first. */
const registerTiles = [
  [8, 8],
  [4, 8],
  [4, 4],
  [2, 4],
  [1, 4],
] as const;

/** Of tiles in registers: the best of a few, for the kernels choose theirs by the shape. */
export function registersCost(computation: Computation, sizes: ProductSizes, adapter: AdapterProfile): number {
  const { value, vector, threads: wanted } = costsOf(adapter);
  const { rows, columns, sum, groups } = sizes;
  const taps = 'geometry' in computation ? computation.geometry.window.kernel[1] : 1;
  const cut = computation.kind === 'conv-weight-gradient' || computation.kind === 'fc-weight-gradient';
  const totals = registerTiles.map(([tileRows, tileColumns]) => {
    const threads = Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns) * groups;
    // Neighbouring pixels share what they see through the taps of a row.
    const values = (tileRows + taps - 1) / taps;
    const each = tileRows * tileColumns + value * values + (vector * tileColumns) / 4 + turn;
    // The sum of a weight gradient is cut until there are threads enough.
    return each * sum * (cut ? threads : Math.max(threads, wanted));
  });
  return Math.min(...totals);
}

export function blocksCost(
  sizes: ProductSizes,
  { tile, pieces, piece }: { readonly tile: BlockTile; readonly pieces: number; readonly piece: number },
  adapter: AdapterProfile,
): number {
  const { vector, shared, threads: wanted } = costsOf(adapter);
  const { threadRows, threadColumns } = tile;
  const threads = blocksIn(sizes, tile) * pieces * blockThreads;
  const product = threadRows * threadColumns + (shared * (threadRows + threadColumns)) / 4;
  const panel = 2 * (patch + 4 * vector) + 2 * barrier + panelDepth * product;
  return Math.ceil(piece / panelDepth) * panel * Math.max(threads, wanted);
}
