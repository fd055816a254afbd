// Split-K: how a long sum is cut into pieces whose partial sums a second kernel adds. Few results with a sum over every
// pixel of a batch would leave a GPU idle. The planner asks, since partial sums take workspace.

import {
  type Computation,
  isDepthwise,
  onePixelGeometry,
  type WindowGeometry,
  windowsOverlap,
} from '../../../ir/index.js';
import { type AdapterProfile, unknownGpu } from '../adapter-profile.js';
import { imageErrorEntries, rowLossEntries } from './loss-sums.js';
import { variantOf, withLanes } from './variants.js';
import { chooseWeightTile } from './weight-tile.js';

/** Enough threads to keep a GPU busy. */
const wantedThreads = 16_384;
/** A piece shorter than this costs more in storing its partial result than it wins. */
const shortestPiece = 64;
/** More pieces than this make the second kernel, which adds them one after the other, the slow one. */
const mostPieces = 256;

/**
 * Number of pieces the sum of a computation is cut into: 1 where it is not cut. A piece is
 * ceil(length of the sum / pieces) long; none is empty.
 */
export function countSplits(computation: Computation, adapter: AdapterProfile): number {
  switch (computation.kind) {
    case 'conv-weight-gradient': {
      const { geometry, groups } = computation;
      if (!isDepthwise(geometry, groups)) return splitWeightGradient(computation, geometry, groups, adapter);
      const { window, output } = geometry;
      return split(window.kernel[0] * window.kernel[1] * (groups / 4), output[0] * output[1] * output[2]);
    }
    case 'fc-weight-gradient':
      return splitWeightGradient(computation, onePixelGeometry(computation), 1, adapter);
    case 'bias-gradient':
    case 'prelu-slope-gradient':
      return split(computation.channels, computation.rows);
    case 'mul-spread-gradient':
      return split(computation.batch * computation.channels, computation.places);
    case 'moments':
    case 'group-norm-input-gradient': {
      const { batch, places, channels, groups } = computation;
      return split(batch * groups, places * (channels / groups));
    }
    case 'normalise-parameter-gradients':
      return split(computation.channels, computation.batch * computation.places);
    default:
      return 1;
  }
}

/** Bytes of workspace that a computation's kernels for an adapter need beside its inputs and outputs. */
export function workspaceOf(computation: Computation, adapter: AdapterProfile = unknownGpu): number {
  const splits = countSplits(computation, adapter);
  switch (computation.kind) {
    case 'conv':
    case 'conv-input-gradient':
      return winogradBytes(computation, adapter);
    case 'conv-weight-gradient': {
      const variant = variantOf(computation, adapter);
      if (variant.kind === 'winograd-gradient') return variant.sizes.bytes;
      const { window, input, output } = computation.geometry;
      const weights = window.kernel[0] * window.kernel[1] * (input[3] / computation.groups) * output[3];
      return splits > 1 ? 4 * splits * weights : 0;
    }
    case 'fc-weight-gradient':
      return splits > 1 ? 4 * splits * computation.inputs * computation.units : 0;
    case 'bias-gradient':
    case 'prelu-slope-gradient':
      return splits > 1 ? 4 * splits * computation.channels : 0;
    case 'mul-spread-gradient':
      return splits > 1 ? 4 * splits * computation.batch * computation.channels : 0;
    case 'moments':
      // Each piece's mean, and its sum of square distances from it.
      return splits > 1 ? 8 * splits * computation.batch * computation.groups : 0;
    case 'normalise-parameter-gradients':
      return splits > 1 ? 8 * splits * computation.channels : 0;
    case 'group-norm-input-gradient':
      // Two sums for each group, in pieces, before the gradient that needs them whole.
      return 8 * splits * computation.batch * computation.groups;
    case 'maxpool-gradient': {
      // Where windows overlap, which tap of each holds its maximum.
      const { output } = computation.geometry;
      return windowsOverlap(computation.geometry) ? 4 * output[0] * output[1] * output[2] * output[3] : 0;
    }
    case 'cross-entropy':
    case 'mse':
    case 'mae':
      return 8 * rowLossEntries(computation);
    case 'image-error':
      return 8 * imageErrorEntries(computation);
    default:
      return 0;
  }
}

function split(threads: number, length: number): number {
  const wanted = Math.min(mostPieces, Math.ceil(wantedThreads / threads), Math.floor(length / shortestPiece));
  if (wanted <= 1) return 1;
  // Round so that the last piece is not empty.
  return Math.ceil(length / Math.ceil(length / wanted));
}

/** Of a weight gradient. */
function splitWeightGradient(
  computation: Computation,
  geometry: WindowGeometry,
  groups: number,
  adapter: AdapterProfile,
): number {
  const variant = variantOf(computation, adapter);
  if (variant.kind === 'blocks') return variant.pieces;
  if (variant.kind === 'winograd-gradient') return variant.sizes.product.pieces;
  // On software adapters one product, uncut: see backends/webgpu/kernels/gemm/fc.ts.
  if (computation.kind === 'fc-weight-gradient' && adapter.software) return 1;
  return chooseWeightTile(geometry, groups, withLanes(adapter, variant)).pieces;
}

function winogradBytes(computation: Computation, adapter: AdapterProfile): number {
  const variant = variantOf(computation, adapter);
  return variant.kind === 'winograd' ? variant.sizes.bytes : 0;
}
