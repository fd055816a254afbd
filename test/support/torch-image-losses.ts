// PyTorch's losses over pixels and images in float64, written by test/ground-truth/torch_image_losses.py.
import { readFileSync } from 'node:fs';
import type { Loss } from '../../model/index.js';

interface TorchLoss {
  readonly loss: Loss;
  /** The mean over the pixels that are not ignored, or over all values. */
  readonly value: number;
  /** Of the mean. */
  readonly gradient: readonly number[];
}

interface TorchImageLosses {
  /** Of 2 images of 3x4; 255 is ignored. */
  readonly labels: readonly number[];
  /** Of scores [2, 3, 4, 3]. */
  readonly labelled: readonly TorchLoss[];
  /** Of images [2, 3, 4, 2]. */
  readonly images: readonly TorchLoss[];
}

export const torchImageLosses: TorchImageLosses = JSON.parse(
  readFileSync(new URL('../ground-truth/torch_image_losses.json', import.meta.url), 'utf8'),
);
