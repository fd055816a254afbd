// Chooses how a convolution is computed, by a model of its cost in vector instructions. The numbers of the model are
// measured: docs/kernels.md.
import type { ComputationOf } from '../../../../ir/index.js';
import type { ConvVariant } from '../kernel.js';
import { isDepthwiseWindow } from './depthwise-tiles.js';
import { scatterCost } from './scatter.js';
import { forwardWindow, gradientWindows, type SlidingWindow } from './sliding.js';
import { canTile, tilingOf } from './winograd/index.js';

type Convolution = ComputationOf<'conv' | 'conv-input-gradient' | 'conv-weight-gradient'>;

/** Transforms of a tile, for four channels of the source and for four channels of the result. */
const tileTransform = 260;

/** Transform of the weights, or of the sums of their gradient, for one channel and four filters. */
const weightTransform = 300;

/** Winograd must save so much, since its errors are larger and it takes more memory. */
const mostCost = 0.9;

/** @param wanted a variant to use where it is possible, whatever it costs */
export function chooseVariant(computation: Convolution, tileRows: number, wanted?: ConvVariant): ConvVariant {
  const windows =
    computation.kind === 'conv-input-gradient'
      ? gradientWindows(computation)
      : [forwardWindow({ ...computation, kind: 'conv' })];
  const [window] = windows;
  if (windows.length > 1 || !canTile(window) || isDepthwiseWindow(window) || wanted === 'direct') return 'direct';
  if (wanted === 'winograd') return 'winograd';
  const scattered = computation.kind === 'conv-input-gradient' ? scatterCost(computation, tileRows) : undefined;
  return winogradCost(window) < mostCost * (scattered ?? directCost(window)) ? 'winograd' : 'direct';
}

/** Products of four filters. */
function directCost({ batch, pixels, taps, source, result }: SlidingWindow): number {
  return batch * pixels[0] * pixels[1] * taps[0] * taps[1] * source[2] * vectorsOf(result[2]);
}

function winogradCost(window: SlidingWindow): number {
  const { source, result } = window;
  const { blocks, tilesOfBlock } = tilingOf(window);
  const products = 36 * source[2] * vectorsOf(result[2]);
  const transforms = tileTransform * (vectorsOf(source[2]) + vectorsOf(result[2]));
  return blocks * tilesOfBlock * (products + transforms) + weightTransform * source[2] * vectorsOf(result[2]);
}

function vectorsOf(channels: number): number {
  return Math.ceil(channels / 4);
}
