// Table cells that the hovers on layers, blocks and networks have in common.

import {
  formatBytes,
  formatCount,
  formatShare,
  formatShort,
  type Optimizer,
  slotsOf,
  valueBytes,
} from '../../model/index.js';

interface Parameters {
  readonly weights: number;
  readonly biases: number;
  readonly buffers: number;
  /** Those of the weights and biases that no job freezes. */
  readonly learned: number;
}

/** Parameters, and their bytes in training with gradients and optimizer state; '' for none. */
export function parametersCell({ weights, biases, buffers, learned }: Parameters, optimizer: Optimizer): string {
  const count = weights + biases;
  if (count === 0) return '';
  const slots = slotsOf(optimizer);
  const state =
    slots === 0 ? '' : optimizer.kind === 'sgd' ? ' and momentum' : ` and ${optimizer.kind}'s ${slots} values for each`;
  const statistics = buffers === 0 ? '' : `; ${formatCount(buffers)} buffers`;
  const size = `${formatCount(weights)} weights + ${formatCount(biases)} biases = ${formatBytes(valueBytes * count)}`;
  if (learned === 0) return `${size}, frozen${statistics}`;
  const frozen = learned < count ? `; ${formatCount(count - learned)} of them frozen` : '';
  const training = formatBytes(valueBytes * (count + (1 + slots) * learned));
  return `${size}, ${training} with gradients${state}${frozen}${statistics}`;
}

/** '' for a layer without multiply-accumulates. */
export function operationsCell(macs: number, networkMacs: number): string {
  if (macs === 0) return '';
  return `${formatShort(macs)} multiply-accumulates, ${formatShare(macs, networkMacs)} of the network`;
}

/** `4,704 = 18.4 KiB per image` */
export function formatActivations(values: number): string {
  return `${formatCount(values)} = ${formatBytes(valueBytes * values)} per image`;
}
